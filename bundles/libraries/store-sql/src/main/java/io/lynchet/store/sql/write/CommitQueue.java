// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue of commits that wait for the writer, in order. After closing, the writer takes the remaining ones.
 */
public final class CommitQueue {
    /** The outcome of an offer. */
    public enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Object> waiting = new ArrayDeque<>();
    private final int requestsMax;
    private int crowd;
    private int awaited = 1;
    private boolean closed;

    public CommitQueue(int requestsMax) {
        this.requestsMax = requestsMax;
    }

    /**
     * The next turn of the writer.
     *
     * @param requests in order; empty when none came in time
     * @param pause for a task that takes the writer's place, or null; then there are no requests
     */
    public record Turn(List<CommitRequest> requests, WriterPause pause) {}

    public Offer offer(CommitRequest request) {
        return offer(request, requestsMax);
    }

    /** Queues a pause. It keeps its place in the order but needs no room: pauses are rare, and their callers wait. */
    public Offer offer(WriterPause pause) {
        return offer(pause, Integer.MAX_VALUE);
    }

    private Offer offer(Object entry, int max) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (waiting.size() >= max) {
                return Offer.FULL;
            }
            waiting.add(entry);
            if (waiting.size() == awaited || entry instanceof WriterPause) {
                filled.signal();
            }
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next turn and returns it. When the last turn had several requests, their callers are about to
     * commit again. So this method lingers for them: the cost of a turn depends little on the number of requests that
     * share it.
     *
     * @param requestsAtOnceMax the most requests; there are fewer when the first ones hold {@code writesMax} writes
     * @param patienceNanos the longest wait for a first request
     * @param lingerNanos the longest wait for more requests
     * @return null when closed and empty
     */
    public Turn take(int requestsAtOnceMax, int writesMax, long patienceNanos, long lingerNanos)
            throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patienceNanos;
            while (waiting.isEmpty() && !closed && left > 0) {
                left = filled.awaitNanos(left);
            }
            if (waiting.isEmpty()) {
                return closed ? null : new Turn(List.of(), null);
            }
            if (lingerNanos > 0) {
                linger(Math.min(crowd, requestsAtOnceMax), lingerNanos);
            }
            if (waiting.peek() instanceof WriterPause pause) {
                waiting.remove();
                return new Turn(List.of(), pause);
            }
            List<CommitRequest> taken = new ArrayList<>(Math.min(waiting.size(), requestsAtOnceMax));
            int writes = 0;
            while (waiting.peek() instanceof CommitRequest next
                    && taken.size() < requestsAtOnceMax
                    && writes < writesMax) {
                waiting.remove();
                writes += next.commit().writes().size();
                taken.add(next);
            }
            // The expected number falls by at most half at each turn.
            crowd = Math.max(taken.size(), (crowd + taken.size()) / 2);
            return new Turn(taken, null);
        } finally {
            lock.unlock();
        }
    }

    private void linger(int expected, long nanos) throws InterruptedException {
        long left = nanos;
        awaited = expected;
        while (waiting.size() < expected && !closed && left > 0) {
            left = filled.awaitNanos(left);
        }
        awaited = 1;
    }

    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the queue: it takes no more offers, and the writer ends when it has taken the rest. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Converts seconds, so that callers are easy to read. */
    public static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
