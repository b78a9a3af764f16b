// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The owner of the port, which gives incoming connections to one {@link Transport}. It is registered as a service while
 * the port is open, whether or not a transport is present. Without a transport, connections wait in the queue of the
 * operating system, and the next transport takes them.
 *
 * <p><b>Threads:</b> any thread may call any method.
 *
 * <p><b>Swap:</b> new connections go to the new transport at once, and the previous one drains beside it. A connection
 * that was accepted just as its transport left goes to the next one. If the listener itself is replaced, the port is
 * closed in between; connections that a transport already has continue.
 */
@ProviderType
public interface Listener {
    /**
     * Returns the address on which it listens, with the actual port. It does not change; a listener at another address
     * is another service.
     */
    InetSocketAddress address();

    /** Returns the name of the transport that gets the connections; empty while there is none. */
    Optional<String> transport();

    /** Returns all transports that are present, sorted by name; of several with one name, the older one first. */
    List<TransportInfo> transports();

    /**
     * Gives the connections to another transport, like a changed {@code transport.target}. New connections move at
     * once, open ones as soon as they have no running request. Returns when the transport gets the new connections; the
     * previous transport drains beside it. The choice holds until the configuration of the listener changes or the
     * process ends. For the transport that serves already, this does nothing.
     *
     * @throws io.lynchet.api.LynchetException {@code NOT_FOUND} when no transport of that name is present
     */
    void use(String transport);

    /**
     * Closes the port and drains all transports, in parallel, at the end of the process. Connections that wait in the
     * queue of the operating system go to the transport first, if one is present; later ones are refused. Blocks until
     * nothing is left or the time is over. Final: the listener does not listen again.
     */
    void drain(Duration atMost);
}
