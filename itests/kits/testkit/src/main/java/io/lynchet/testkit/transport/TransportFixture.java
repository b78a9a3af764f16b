// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport;

import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;

/** The source of a provider's transports. Several of them may run at the same time. */
public interface TransportFixture {
    /** Starts a transport that serves the router. */
    Transport start(TransportLimits limits, Gate<Router> routers);

    /** Tells whether a drain or hand-over has begun, and no connection was given to the transport since. */
    boolean isDrained(Transport transport);

    /** Cuts open connections, and ends the transport's threads. Stopping again does nothing. */
    void stop(Transport transport);
}
