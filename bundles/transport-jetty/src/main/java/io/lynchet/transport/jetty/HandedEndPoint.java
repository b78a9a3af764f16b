// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.LastWord;
import io.lynchet.transport.core.Pace;
import io.lynchet.transport.core.ServedConnection;
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
    private volatile SelectionKey key;
    private final Boundary boundary = new Boundary();
    private final HeadLimit headLimit = new HeadLimit();

    /** From when a request's head has been read until its answer is about to be complete. */
    private volatile boolean answering;

    private volatile CompletableFuture<?> awaited;

    /** It will send nothing more, and that was not our doing. */
    private volatile boolean clientLeft;

    /** Not HTTP any more. */
    private volatile boolean channel;

    /** Somebody else's; closing this does not close the connection. */
    private volatile boolean released;

    /** Of the body of the request that is being answered; null while nobody waits for it. */
    private Pace.Meter meter;

    /** Kept, since a connection reads with the same callback again and again. */
    private volatile Reading reading;

    HandedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, HandedConnections connections) {
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

    /** The answer has been made; before Jetty is told that it is complete and may read the next request. */
    void requestEnds() {
        boundary.requestEnds();
        meter = null;
        answering = false;
    }

    /** @param answer null when it is there, or was none that comes later */
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

    /** It is about to become a WebSocket or an event stream. */
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

    /** Before somebody waits for the client, who owes the rest of a head or of a body, or nothing. */
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
        headLimit.end();
        if (!released) {
            super.doClose();
        }
    }

    /**
     * Cuts a connection whose client takes too long for the head of a request. Begins and ends within the right to read; the end may come
     * while it is about to cut.
     */
    private final class HeadLimit implements Runnable {
        /** When somebody is reading just then: they will be done soon. */
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
            if (isOver() && !getFillInterest().onFail(new LateHead()) && HandedEndPoint.this.isOpen()) {
                getScheduler().schedule(this, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** What the right to read ends with when a head takes too long. */
    private static final class LateHead extends IOException {
        private static final long serialVersionUID = 1L;

        LateHead() {
            super("the head of the request came too slowly");
        }
    }

    /** What the right to read ends with when it is taken away. */
    private static final class Ending extends ClosedChannelException {
        private final transient Consumer<SocketChannel> heir;

        Ending(Consumer<SocketChannel> heir) {
            this.heir = heir;
        }
    }

    private void sayLate() {
        try {
            LastWord.late(getChannel());
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
                // Straight to where it was, since asking for the right anew would count as a sign of life.
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
