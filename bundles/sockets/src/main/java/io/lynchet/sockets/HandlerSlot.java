// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.lease.Lease;
import io.lynchet.api.socket.FrameHandler;
import java.util.Collections;
import java.util.Set;

/** A handler that is there, and who is inside it. */
final class HandlerSlot {
    private final Set<String> types;
    private final Lease<FrameHandler> lease;

    HandlerSlot(FrameHandler handler) {
        types = Set.copyOf(handler.types());
        lease = new Lease<>(handler);
    }

    Set<String> types() {
        return types;
    }

    /** Every call goes through it, so that a handler that has left is not called any more. */
    Lease<FrameHandler> lease() {
        return lease;
    }

    /** Whether a socket can't have both. */
    boolean rivals(HandlerSlot other) {
        return equals(other) || !Collections.disjoint(types, other.types);
    }
}
