// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection that stays open after its request: a WebSocket or an event stream. Transports implement it. Any thread
 * may call it; no call blocks.
 */
@ProviderType
public interface Channel {
    /**
     * Sends messages in this order, those of one call in as few writes as possible. The bytes are not copied and may be
     * in use by other channels at the same time, so nobody may change them.
     *
     * @param messages for a WebSocket UTF-8 texts, each of which becomes one text message; for an event stream pieces
     *     of the body
     * @param done called once, on any thread, perhaps before this call returns: with null when the operating system has
     *     accepted everything, else with the failure. Only then may the next call follow, also from within
     *     {@code done}. An earlier call fails with an {@link IllegalStateException}.
     */
    void send(List<byte[]> messages, Consumer<Throwable> done);

    /**
     * Sends a ping to a WebSocket's client; {@link ChannelHandler#alive} reports its pong. Does nothing while the
     * previous ping has not left, and on event streams. A channel without traffic for 5 minutes is cut, so ping far
     * more often.
     */
    void ping();

    /**
     * Ends the connection after all messages given to {@link #send}. A WebSocket ends with a close frame, whose reply
     * is awaited for at most 5 seconds; an event stream just ends. Closing again does nothing. Further input from the
     * client is dropped. A client that has not received everything after 5 seconds is cut.
     *
     * @param code a close code of RFC 6455, 1000 to 4999, without those that may not be sent (1004 to 1006, 1015)
     * @param reason at most 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Cuts the connection at once, for clients that no longer receive anything. */
    void abort();
}
