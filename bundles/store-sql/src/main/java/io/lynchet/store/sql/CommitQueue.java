// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Commits that wait for the writer, in order. Bounded; closing lets the writer take what is left. */
public final class CommitQueue {
    /** How an offer went. */
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
     * What the writer does next.
     *
     * @param requests in order; empty when none came in time
     * @param pause for somebody else who takes the writer's place, or null; then there are no requests
     */
    public record Turn(List<CommitRequest> requests, Pause pause) {}

    public Offer offer(CommitRequest request) {
        return offer(request, requestsMax);
    }

    /** A pause keeps its place in the order, but needs no room: there is seldom one, and its caller waits. */
    public Offer offer(Pause pause) {
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
            if (waiting.size() == awaited || entry instanceof Pause) {
                filled.signal();
            }
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next turn, waiting for one. When more than one came the last time, those who were answered are about to come again: they are waited
     * for a little, since what a turn costs depends little on how many share it.
     *
     * @param lingerNanos how long at most
     * @param requestsAtOnceMax most requests; there are fewer when those before hold {@code writesMax} writes
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
            if (waiting.peek() instanceof Pause pause) {
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
            // Those who stay away are forgotten by half at each turn.
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

    /** No more offers; the writer ends when it has taken the rest. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A patience that is easy to read. */
    public static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
