// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes frames of some types from all client sockets. A bundle registers it as a service; it may come, go and be replaced at any time: sockets
 * on which it has said or kept anything are then closed with {@link CloseCode#RESTARTING}.
 *
 * <p>For one socket calls come one at a time, {@link #opened} first and {@link #closed} last; for different sockets at the same time.
 */
@ConsumerType
public interface FrameHandler {
    /** The values of {@code type} that it takes; no two handlers share one. Always the same answer for one instance. */
    Set<String> types();

    /**
     * A client sent a frame of one of the types. May block. A {@link io.lynchet.api.LynchetException} becomes an error frame with the
     * frame's {@code id}, if it has one; any other exception closes the socket with 1011.
     *
     * @param json the whole frame: a well-formed JSON object in UTF-8, not to be changed
     */
    void frame(ClientSocket socket, String type, byte[] json);

    /** A socket was opened. Must not block. */
    default void opened(ClientSocket socket) {}

    /** {@link ClientSocket#principal} is another one than before, because roles, memberships or the like have changed. Must not block. */
    default void principalChanged(ClientSocket socket) {}

    /** The socket has gone: nothing may be kept for it any more. Must not block. Also called for sockets that never sent a frame. */
    default void closed(ClientSocket socket) {}

    /** Up to which seq everything that this socket gets from here has been offered; for the answer to a ping. Must not block. */
    default long seq(ClientSocket socket) {
        return Long.MAX_VALUE;
    }
}
