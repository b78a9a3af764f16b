// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.netty.codec.RequestDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The end of a connection without a request: handed over, closed when it is quiet, or closed after its last response.
 * Confined to its event loop.
 */
final class ConnectionClosing {
    /** After this time between requests, a connection is not expected to send anything just now. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How long a request may have stopped in the middle of its head. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a client may take to read its last response, before a close could drop it. */
    private static final long LINGER_MILLIS = 1_000;

    private final HandoverChannel channel;
    private final RequestDecoder decoder;
    private boolean lingering;

    ConnectionClosing(HandoverChannel channel, RequestDecoder decoder) {
        this.channel = channel;
        this.decoder = decoder;
    }

    /** Returns whether the last response has left; then everything that comes is dropped. */
    boolean isLingering() {
        return lingering;
    }

    /**
     * Closes the connection after a while. Closing it at once, with unread bytes, would make the system drop the last
     * response.
     */
    void linger() {
        lingering = true;
        if (!channel.isActive()) {
            channel.cut();
            return;
        }
        channel.endOutput();
        channel.pipeline().remove(decoder);
        channel.config().setAutoRead(true);
        channel.cutAfter(LINGER_MILLIS);
    }

    /**
     * Hands the connection over if every request that was read has its response; otherwise does the same as
     * {@link #closeIfQuiet}.
     */
    void leaveTo(Consumer<SocketChannel> heir) {
        if (!lingering && channel.isActive() && channel.isRegistered() && !channel.isReleased() && decoder.isWhole()) {
            channel.pipeline().remove(IdleStateHandler.class);
            channel.release(heir);
        } else {
            closeIfQuiet();
        }
    }

    void closeIfQuiet() {
        if (channel.isReleased()) {
            return;
        }
        boolean expectsNothing = lingering || decoder.isWhole();
        boolean quiet = decoder.quietNanos() >= (expectsNothing ? QUIET_NANOS : STALLED_NANOS);
        if (quiet && (lingering || !channel.hasUnread())) {
            channel.cut();
        }
    }
}
