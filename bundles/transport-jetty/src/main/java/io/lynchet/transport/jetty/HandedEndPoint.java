// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that knows whether a request is on it, and can be closed between two of them without taking a request's answer away. Who
 * closes first takes the right to read, which one thread has at a time: so nobody has read part of a request that is not known yet. Then it
 * looks for bytes that nobody has read, and if there are any gives the right back. What arrives in the microseconds after that look
 * is lost; HTTP/1.1 has no way to close that does better.
 */
final class HandedEndPoint extends SocketChannelEndPoint {
    private static final Logger log = LoggerFactory.getLogger(HandedEndPoint.class);

    /** Between requests for so long, a connection is not expected to send anything just now. */
    private static final long QUIET_MILLIS = 50;

    /** So long a request may have stopped in the middle of its head. */
    private static final long STALLED_MILLIS = 1_000;

    /** What the right to read ends with when it is taken away to close. */
    private static final class Closing extends ClosedChannelException {}

    /** Requests whose head has been read and whose answer has not been sent; two when one follows close on another. */
    private final AtomicInteger requests = new AtomicInteger();

    /** Whether bytes were read since the last answer: the beginning of a head. */
    private volatile boolean begun;

    /** Kept, since a connection reads with the same callback again and again. */
    private volatile Reading reading;

    HandedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    void requestBegins() {
        requests.incrementAndGet();
    }

    void requestEnds() {
        if (requests.decrementAndGet() == 0) {
            begun = false;
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0 && !begun) {
            begun = true;
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

    /** Closes when no request is on the connection and none seems to come. May be called by any thread, again and again. */
    void closeWhenQuiet() {
        if (!isQuiet()) {
            return;
        }
        if (isOutputShutdown()) {
            // The last answer has left, and the client had its time to read it.
            close();
        } else {
            getFillInterest().onFail(new Closing());
        }
    }

    private boolean isQuiet() {
        return requests.get() == 0 && getIdleFor() >= (begun ? STALLED_MILLIS : QUIET_MILLIS);
    }

    private boolean hasUnread() {
        try {
            return getChannel().socket().getInputStream().available() > 0;
        } catch (IOException e) {
            log.debug("a connection broke while it was looked at", e);
            return false;
        }
    }

    private final class Reading extends Callback.Nested {
        Reading(Callback callback) {
            super(callback);
        }

        @Override
        public void failed(Throwable cause) {
            if (!(cause instanceof Closing)) {
                super.failed(cause);
            } else if (!isQuiet() || hasUnread()) {
                // Straight to where it was, since asking for the right anew would count as a sign of life.
                getFillInterest().register(this);
            } else {
                close();
                super.failed(cause);
            }
        }
    }
}
