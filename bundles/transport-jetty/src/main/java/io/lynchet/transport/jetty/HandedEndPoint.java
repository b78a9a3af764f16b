// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.ServedConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that knows whether a request is on it, and can end between two of them without taking a request's answer away. Who ends it
 * first takes the right to read, which one thread has at a time: so nobody is reading a request just then. If nothing was read that has no
 * answer, the connection can be given away as it is, with the bytes that nobody has read. Closing it is second best: it comes after a look
 * for such bytes, but what arrives in the microseconds after that look is lost, since HTTP/1.1 has no better way to close.
 */
final class HandedEndPoint extends SocketChannelEndPoint implements ServedConnection {
    private static final Logger log = LoggerFactory.getLogger(HandedEndPoint.class);

    /** Between requests for so long, a connection is not expected to send anything just now. */
    private static final long QUIET_MILLIS = 50;

    /** So long a request may have stopped in the middle of its head. */
    private static final long STALLED_MILLIS = 1_000;

    private final HandedConnections connections;
    private final ManagedSelector selector;
    private final SelectionKey key;
    private final Boundary boundary = new Boundary();

    /** From when a request's head has been read until its answer is about to be complete. */
    private volatile boolean answering;

    /** Not HTTP any more. */
    private volatile boolean channel;

    /** Somebody else's; closing this does not close the connection. */
    private volatile boolean released;

    /** Kept, since a connection reads with the same callback again and again. */
    private volatile Reading reading;

    HandedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, HandedConnections connections) {
        super(channel, selector, key, connections.getScheduler());
        this.connections = connections;
        this.selector = selector;
        this.key = key;
    }

    /** @param contentLength as announced; negative if it is not known or there is no body */
    void requestBegins(long contentLength) {
        boundary.requestBegins(contentLength);
        answering = true;
    }

    /** The answer has been made; before Jetty is told that it is complete and may read the next request. */
    void requestEnds() {
        boundary.requestEnds();
        answering = false;
    }

    /** It is about to become a WebSocket or an event stream. */
    void becomesChannel() {
        channel = true;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0 && !channel) {
            boundary.read(buffer, filled);
        }
        return filled;
    }

    @Override
    public void fillInterested(Callback callback) {
        super.fillInterested(reading(callback));
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        return super.tryFillInterested(reading(callback));
    }

    private Reading reading(Callback callback) {
        Reading last = reading;
        if (last != null && last.getCallback() == callback) {
            return last;
        }
        Reading next = new Reading(callback);
        reading = next;
        return next;
    }

    @Override
    public boolean isWebSocket() {
        return getConnection() instanceof WebSocketConnection;
    }

    @Override
    public void cut() {
        close();
    }

    @Override
    public void leaveTo(Consumer<SocketChannel> heir) {
        if (isBetweenRequests()) {
            getFillInterest().onFail(new Ending(heir));
        } else {
            closeWhenQuiet();
        }
    }

    @Override
    public void closeWhenQuiet() {
        if (!isQuiet()) {
            return;
        }
        if (isOutputShutdown()) {
            // The last answer has left, and the client had its time to read it.
            close();
        } else {
            getFillInterest().onFail(new Ending(null));
        }
    }

    private boolean isBetweenRequests() {
        return !answering && !channel && boundary.isWhole() && !isOutputShutdown() && !isInputShutdown();
    }

    private boolean isQuiet() {
        boolean expectsNothing = boundary.isWhole() || channel || isOutputShutdown();
        return !answering && getIdleFor() >= (expectsNothing ? QUIET_MILLIS : STALLED_MILLIS);
    }

    private boolean hasUnread() {
        try {
            return getChannel().socket().getInputStream().available() > 0;
        } catch (IOException e) {
            log.debug("a connection broke while it was looked at", e);
            return false;
        }
    }

    /** On the selector's thread, so that it is not just looking at the key; its next select forgets it. */
    private void release(Consumer<SocketChannel> heir) {
        key.cancel();
        released = true;
        close();
        connections.release(getChannel(), heir);
    }

    boolean isReleased() {
        return released;
    }

    @Override
    public boolean isOpen() {
        return !released && super.isOpen();
    }

    @Override
    public void doClose() {
        if (!released) {
            super.doClose();
        }
    }

    /** What the right to read ends with when it is taken away. */
    private static final class Ending extends ClosedChannelException {
        private final transient Consumer<SocketChannel> heir;

        Ending(Consumer<SocketChannel> heir) {
            this.heir = heir;
        }
    }

    private final class Reading extends Callback.Nested {
        Reading(Callback callback) {
            super(callback);
        }

        @Override
        public void failed(Throwable cause) {
            if (!(cause instanceof Ending ending)) {
                super.failed(cause);
            } else if (ending.heir != null && isBetweenRequests()) {
                selector.submit(any -> release(ending.heir));
            } else if (ending.heir == null && isQuiet() && !hasUnread()) {
                close();
                super.failed(cause);
            } else {
                // Straight to where it was, since asking for the right anew would count as a sign of life.
                getFillInterest().register(this);
            }
        }
    }
}
