// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport;

import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;

/** How the kit gets transports of a provider. Several of them may run at one time. */
public interface TransportFixture {
    /** One that answers. */
    Transport start(TransportLimits limits, Gate<Router> routers);

    /** Whether a drain or hand-over has begun, and no connection was given to it since. */
    boolean isDrained(Transport transport);

    /** Cuts what is still open, and ends its threads. Stopping again does nothing. */
    void stop(Transport transport);
}
