// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What happens on a {@link Channel}. Calls come one at a time, each sees what the ones before it did, and the order is: opened once,
 * messages and signs of life, closed once. An exception closes the channel with 1011. A handler that was part of an answer is told of the
 * end exactly once, also when the channel was never opened: the handshake was wrong, or the client went away.
 */
@ConsumerType
public interface ChannelHandler {
    /** The answer with the upgrade has been sent, or the head of the event stream; messages may be sent from now on. Must not block. */
    void opened(Channel channel);

    /**
     * A whole text message of a WebSocket's client. May block: the next one is read only after it returns.
     *
     * @param text well-formed UTF-8, at most as long as the response said
     */
    void message(byte[] text);

    /** The client answered a ping. Must not block. */
    default void alive() {}

    /**
     * Nothing goes in or out any more. Must not block.
     *
     * @param code how it ended: the close code of the client or the server, 1006 when the connection broke
     */
    void closed(int code, String reason);
}
