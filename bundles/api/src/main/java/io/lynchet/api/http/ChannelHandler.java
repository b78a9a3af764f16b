// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The receiver of the events of a {@link Channel}. Calls come one at a time, and each sees the effects of the calls
 * before it. Their order: opened once, then messages and pongs, then closed once. An exception closes the channel with
 * 1011. A handler in a response is always closed exactly once. This holds also for a channel that never opened, because
 * the handshake failed or the client went away.
 */
@ConsumerType
public interface ChannelHandler {
    /**
     * Tells that the upgrade response, or the head of the event stream, has been sent. Messages may be sent from now
     * on. Must not block.
     */
    void opened(Channel channel);

    /**
     * Receives a whole text message from a WebSocket's client. May block: the next message is read only after this
     * method returns.
     *
     * @param text well-formed UTF-8, at most as long as the response allows
     */
    void message(byte[] text);

    /** Tells that the client answered a ping. Must not block. Default: does nothing. */
    default void alive() {}

    /**
     * Tells that the channel has ended; nothing is sent or received any more. Must not block.
     *
     * @param code the close code of the client or the server, 1006 when the connection broke
     */
    void closed(int code, String reason);
}
