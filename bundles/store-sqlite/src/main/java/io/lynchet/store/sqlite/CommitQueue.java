// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Commits that wait for the writer, in order. Bounded; closing lets the writer take what is left. */
final class CommitQueue {
    /** How an offer went. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<CommitRequest> waiting = new ArrayDeque<>();
    private final int requestsMax;
    private boolean closed;

    CommitQueue(int requestsMax) {
        this.requestsMax = requestsMax;
    }

    Offer offer(CommitRequest request) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (waiting.size() >= requestsMax) {
                return Offer.FULL;
            }
            waiting.add(request);
            if (waiting.size() == 1) {
                filled.signal();
            }
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next requests in order, waiting for one.
     *
     * @param requestsAtOnceMax most requests; there are fewer when those before hold {@code writesMax} writes
     * @return null when closed and empty; an empty list when none came in time
     */
    List<CommitRequest> take(int requestsAtOnceMax, int writesMax, long patienceNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patienceNanos;
            while (waiting.isEmpty() && !closed && left > 0) {
                left = filled.awaitNanos(left);
            }
            if (waiting.isEmpty()) {
                return closed ? null : List.of();
            }
            List<CommitRequest> taken = new ArrayList<>(Math.min(waiting.size(), requestsAtOnceMax));
            int writes = 0;
            while (!waiting.isEmpty() && taken.size() < requestsAtOnceMax && writes < writesMax) {
                CommitRequest next = waiting.poll();
                writes += next.commit().writes().size();
                taken.add(next);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** No more offers; the writer ends when it has taken the rest. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A patience that is easy to read. */
    static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
