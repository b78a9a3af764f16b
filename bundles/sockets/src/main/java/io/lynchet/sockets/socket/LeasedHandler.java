// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.lease.Lease;
import io.lynchet.api.socket.FrameHandler;
import java.util.Collections;
import java.util.Set;

/** A present handler with the lease that counts the calls inside it. */
public final class LeasedHandler {
    private final Set<String> types;
    private final Lease<FrameHandler> lease;

    LeasedHandler(FrameHandler handler) {
        types = Set.copyOf(handler.types());
        lease = new Lease<>(handler);
    }

    Set<String> types() {
        return types;
    }

    /** Returns the lease. Every call goes through it, so that a handler that has gone is not called any more. */
    Lease<FrameHandler> lease() {
        return lease;
    }

    /** Tells whether a socket can't have both handlers. */
    boolean rivals(LeasedHandler other) {
        return equals(other) || !Collections.disjoint(types, other.types);
    }
}
