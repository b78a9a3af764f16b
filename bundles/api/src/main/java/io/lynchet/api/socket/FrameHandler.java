// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A handler for frames of some types from all client sockets. A bundle registers it as a service; it may come, go and
 * be replaced at any time. When it comes, {@link #opened} is called for all open sockets. When it goes, {@link #closed}
 * is called for them. Then sockets on which it has sent or kept anything, and all sockets of
 * {@link ClientSocket.Purpose#SYNC}, are closed with {@link CloseCode#RESTARTING}.
 *
 * <p>For one socket, calls come one at a time, {@link #opened} first and {@link #closed} last. For different sockets,
 * they come at the same time.
 */
@ConsumerType
public interface FrameHandler {
    /**
     * Returns the values of {@code type} that it handles, always the same for one instance. No two handlers share a
     * type.
     */
    Set<String> types();

    /**
     * Handles a frame of one of the types from a client. May block. A {@link io.lynchet.api.LynchetException} becomes
     * an error frame with the frame's {@code id}, if it has one. Any other exception closes the socket with 1011.
     *
     * @param json the whole frame: a well-formed JSON object in UTF-8, not to be changed
     */
    void frame(ClientSocket socket, String type, byte[] json);

    /**
     * Tells that a socket was opened, or was open when this handler came. Must not block. An exception closes the
     * socket with 1011. Default: does nothing.
     */
    default void opened(ClientSocket socket) {}

    /**
     * Tells that {@link ClientSocket#principal} has changed, because of roles, memberships or the like. Must not block.
     * Default: does nothing.
     */
    default void principalChanged(ClientSocket socket) {}

    /**
     * Tells that the socket is closed, or that this handler goes: the handler must keep nothing for it. Must not block.
     * Also called for sockets that never sent a frame. Default: does nothing.
     */
    default void closed(ClientSocket socket) {}

    /**
     * Returns the seq up to which the socket has been offered all that it gets from this handler, for the reply to a
     * ping. Must not block.
     *
     * @return {@link Long#MAX_VALUE} when the socket gets nothing from this handler that depends on changes
     */
    default long seq(ClientSocket socket) {
        return Long.MAX_VALUE;
    }
}
