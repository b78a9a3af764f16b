// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.connection.RawErrorResponse;
import io.lynchet.transport.core.connection.ServedConnection;
import io.lynchet.transport.core.limit.MinDataRate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that knows whether a request is on it. It can end between two requests without losing a response.
 *
 * <p>The drain ends it by taking the right to read, which one thread has at a time: so no thread reads a request just
 * then. If every request that was read has its response, the connection can be handed over as it is, with its unread
 * bytes. Closing it is second best: it comes after a check for unread bytes. Bytes that arrive in the microseconds
 * after that check are lost, since HTTP/1.1 has no better way to close.
 */
final class HandoverEndPoint extends SocketChannelEndPoint implements ServedConnection {
    private static final Logger log = LoggerFactory.getLogger(HandoverEndPoint.class);

    /** After this time between requests, a connection is not expected to send anything just now. */
    private static final long QUIET_MILLIS = 50;

    /** How long a request may have stopped in the middle of its head. */
    private static final long STALLED_MILLIS = 1_000;

    private final HandoverConnector connections;
    private final ManagedSelector selector;
    private volatile SelectionKey key;
    private final RequestBoundary boundary = new RequestBoundary();
    private final HeadLimit headLimit = new HeadLimit();

    /** True from the end of a request's head until its response is about to be complete. */
    private volatile boolean answering;

    private volatile CompletableFuture<?> awaited;

    /** The client will send nothing more, by its own decision. */
    private volatile boolean clientLeft;

    /** The connection is no longer HTTP. */
    private volatile boolean channel;

    /** The connection was handed over; closing this object does not close it. */
    private volatile boolean released;

    /** The meter of the body of the request in flight; null while no thread waits for it. */
    private MinDataRate.Meter meter;

    /** Kept, since a connection reads with the same callback repeatedly. */
    private volatile Reading reading;

    HandoverEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, HandoverConnector connections) {
        super(channel, selector, key, connections.getScheduler());
        this.connections = connections;
        this.selector = selector;
        this.key = key;
    }

    /** After a failure its selector was replaced. */
    @Override
    public void replaceKey(SelectionKey newKey) {
        key = newKey;
        super.replaceKey(newKey);
    }

    /** @param contentLength as announced; negative if it is not known or there is no body */
    void requestBegins(long contentLength) {
        headLimit.end();
        boundary.requestBegins(contentLength);
        answering = true;
    }

    /**
     * Tells that the response has been made. Called before Jetty learns that it is complete and may read the next
     * request.
     */
    void requestEnds() {
        boundary.requestEnds();
        meter = null;
        answering = false;
    }

    /** @param answer the promised response that the client waits for, or null when there is none or it has come */
    void awaits(CompletableFuture<?> answer) {
        awaited = answer;
    }

    @Override
    public CompletableFuture<?> awaited() {
        return awaited;
    }

    @Override
    public SocketChannel socket() {
        return getChannel();
    }

    boolean hasClientLeft() {
        return clientLeft;
    }

    /** Tells that it is about to become a WebSocket or an event stream. */
    void becomesChannel() {
        channel = true;
        connections.leavePlace(getChannel());
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled < 0 && isOpen()) {
            clientLeft = true;
        }
        if (filled > 0 && !channel) {
            boundary.read(buffer, filled);
            if (meter != null) {
                meter.moved(filled);
            }
        }
        return filled;
    }

    @Override
    public void fillInterested(Callback callback) {
        waits();
        super.fillInterested(reading(callback));
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        waits();
        return super.tryFillInterested(reading(callback));
    }

    /** Starts the limits before a wait for the client, which owes the rest of a head or of a body, or nothing. */
    private void waits() {
        if (channel) {
            return;
        }
        if (answering) {
            meter = meter == null ? connections.settings().pace().meter() : meter;
            meter.waits();
        } else if (boundary.isBegun()) {
            headLimit.begin();
        }
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
            // The last response has left, and the client had its time to read it.
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
            log.debug("a connection broke during its check", e);
            return false;
        }
    }

    /**
     * Hands the connection over on the selector's thread, which is not looking at the key then; its next select forgets
     * the key.
     */
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
        headLimit.end();
        if (!released) {
            super.doClose();
        }
    }

    /**
     * The limit that cuts a connection whose client takes too long for the head of a request. It begins and ends within
     * the right to read; the end may come while it is about to cut.
     */
    private final class HeadLimit implements Runnable {
        /** The time until the next attempt while a thread is reading: that will end soon. */
        private static final long AGAIN_MILLIS = 10;

        private volatile Scheduler.Task task;
        private volatile long deadline;

        void begin() {
            if (task == null) {
                int millis = connections.settings().headTimeoutMillis();
                deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
                task = getScheduler().schedule(this, millis, TimeUnit.MILLISECONDS);
            }
        }

        void end() {
            Scheduler.Task begun = task;
            if (begun != null) {
                task = null;
                begun.cancel();
            }
        }

        boolean isOver() {
            return task != null && System.nanoTime() >= deadline;
        }

        @Override
        public void run() {
            if (isOver() && !getFillInterest().onFail(new LateHead()) && HandoverEndPoint.this.isOpen()) {
                getScheduler().schedule(this, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** The failure that ends the right to read when a head takes too long. */
    private static final class LateHead extends IOException {
        private static final long serialVersionUID = 1L;

        LateHead() {
            super("the head of the request came too slowly");
        }
    }

    /** The failure that ends the right to read when it is taken away. */
    private static final class Ending extends ClosedChannelException {
        private final transient Consumer<SocketChannel> heir;

        Ending(Consumer<SocketChannel> heir) {
            this.heir = heir;
        }
    }

    private void sayLate() {
        try {
            RawErrorResponse.late(getChannel());
        } catch (IOException e) {
            log.debug("a connection broke before its end", e);
        }
    }

    private final class Reading extends Callback.Nested {
        Reading(Callback callback) {
            super(callback);
        }

        @Override
        public void failed(Throwable cause) {
            if (cause instanceof LateHead) {
                late(cause);
            } else if (!(cause instanceof Ending ending)) {
                super.failed(cause);
            } else if (ending.heir != null && isBetweenRequests()) {
                selector.submit(any -> release(ending.heir));
            } else if (ending.heir == null && isQuiet() && !hasUnread()) {
                close();
                super.failed(cause);
            } else {
                // Registered directly, since asking for the right again would count as activity of the client.
                getFillInterest().register(this);
            }
        }

        private void late(Throwable cause) {
            if (headLimit.isOver()) {
                sayLate();
                close();
                super.failed(cause);
            } else {
                getFillInterest().register(this);
            }
        }
    }
}
