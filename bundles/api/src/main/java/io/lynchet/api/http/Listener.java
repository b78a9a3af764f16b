// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Owns the port and gives the connections that come there to one {@link Transport}. Registered as a service while the port is open, which
 * does not depend on any transport: while none is there, connections wait in the queue of the system and are taken by the next one.
 *
 * <p><b>Threads.</b> Every method may be called by any thread.
 *
 * <p><b>On a swap</b> new connections go to the new transport at once, and the former one is drained beside it. One that was accepted just
 * when its transport left is kept and given to the next. If the listener itself is replaced, the port is closed in between; connections
 * that a transport has already go on.
 */
@ProviderType
public interface Listener {
    /** Where it listens, with the real port. Does not change; a listener at another place is another service. */
    InetSocketAddress address();

    /** Name of the transport that gets the connections; empty while there is none. */
    Optional<String> transport();

    /** All transports that are there, sorted by name; of several with one name the older one first. */
    List<TransportInfo> transports();

    /**
     * Gives the connections to another transport, as a changed {@code transport.target} does: new ones at once, those that are open as soon as
     * no request is on them. Returns when it gets the new ones; the former transport is drained beside it. Holds until the configuration of the
     * listener changes or the process ends. For one that serves already this does nothing.
     *
     * @throws io.lynchet.api.LynchetException {@code NOT_FOUND} when no transport of that name is there
     */
    void use(String transport);

    /**
     * For the end of the process: closes the port and drains all transports, in parallel. Connections that waited in the queue of the system
     * are given to the transport before, if one is there; later ones are refused. Blocks until nothing is left or the time is over. Final:
     * the listener does not listen again.
     */
    void drain(Duration atMost);
}
