// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.netty.handler.timeout.IdleStateHandler;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How a connection without a request ends: given away, closed when it is quiet, or after its last answer. On its event loop. */
final class Departure {
    /** Between requests for so long, a connection is not expected to send anything just now. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** So long a request may have stopped in the middle of its head. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a client may take to read its last answer, before a close could throw it away. */
    private static final long LINGER_MILLIS = 1_000;

    private final HandedChannel channel;
    private final RequestDecoder decoder;
    private boolean lingering;

    Departure(HandedChannel channel, RequestDecoder decoder) {
        this.channel = channel;
        this.decoder = decoder;
    }

    /** Whether the last answer has left, and whatever comes is dropped. */
    boolean isLingering() {
        return lingering;
    }

    /** A close at once, with something unread, would make the system throw the last answer away. */
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

    /** Gives it away, if nothing was read that has no answer, else as {@link #closeIfQuiet}. */
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
