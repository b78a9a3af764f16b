// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection that stays open after its request: a WebSocket or an event stream. Made by transports, written to from any thread; no call
 * blocks.
 */
@ProviderType
public interface Channel {
    /**
     * Sends messages in this order; those of one call leave in as few writes as possible. The bytes are not copied and may be on their way on
     * other channels at the same time, so nobody changes them.
     *
     * @param messages for a WebSocket UTF-8 texts, each of which becomes one text message; for an event stream pieces of the body
     * @param done called once, on any thread, perhaps before this call returns, with null when the system has taken all of it, else with
     *     what went wrong; only then may the next call be made, also from within it. A call that comes earlier is an
     *     {@link IllegalStateException}.
     */
    void send(List<byte[]> messages, Consumer<Throwable> done);

    /**
     * Asks a WebSocket's client for a sign of life, which {@link ChannelHandler#alive} tells. Does nothing while the last one has not left, and
     * on event streams. A channel on which nothing moves for 5 minutes is cut, so ask far more often.
     */
    void ping();

    /**
     * Ends the connection after what has been given to {@link #send}: a WebSocket with a close frame, whose answer is awaited for at most 5
     * seconds; an event stream by its end. Closing again does nothing. What the client still sends is dropped. A client that has not taken
     * all after 5 seconds is cut.
     *
     * @param code of RFC 6455, 1000 to 4999, without those that may not be sent (1004 to 1006, 1015)
     * @param reason at most 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Cuts the connection at once, for clients that take nothing any more. */
    void abort();
}
