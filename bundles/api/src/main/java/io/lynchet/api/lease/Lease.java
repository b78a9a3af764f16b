// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A service with a count of the calls inside it. The count is spread over several counters, each on cache lines of its
 * own. Every request passes several leases; with a single counter, processors would wait for each other at each of
 * them.
 *
 * @param <T> the type of the service
 */
public final class Lease<T> {
    private static final int COUNTERS =
            Math.min(32, 4 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

    /** Processors fetch lines of 64 bytes in pairs. */
    private static final int LONGS_APART = 16;

    private final T service;
    private final AtomicLongArray inside = new AtomicLongArray(COUNTERS * LONGS_APART);
    private volatile boolean retired;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();

    public Lease(T service) {
        this.service = service;
    }

    /** Returns the service, for use only between a successful {@link #acquire} and its {@link #release}. */
    public T service() {
        return service;
    }

    /**
     * Counts a call in, unless the lease is retired; returns whether it did. After true, {@link #release} must follow,
     * on any thread.
     */
    public boolean acquire() {
        if (retired) {
            return false;
        }
        int counter = counterOfThisThread();
        inside.incrementAndGet(counter);
        // Read after counting: so the retiring thread either sees the call or keeps it out.
        if (!retired) {
            return true;
        }
        leave(counter);
        return false;
    }

    public void release() {
        leave(counterOfThisThread());
    }

    private void leave(int counter) {
        inside.decrementAndGet(counter);
        if (retired) {
            lock.lock();
            try {
                left.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static int counterOfThisThread() {
        return ((int) Thread.currentThread().getId() & (COUNTERS - 1)) * LONGS_APART;
    }

    /**
     * Lets no more calls in and waits for the calls inside.
     *
     * @return false when calls were still inside after that time, or the thread was interrupted
     */
    public boolean retire(long atMostMillis) {
        retired = true;
        long nanos = TimeUnit.MILLISECONDS.toNanos(atMostMillis);
        lock.lock();
        try {
            while (isInUse()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = left.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns whether calls are inside a retired lease. A call may leave by another counter than it came by. But every
     * call that came is counted before this method reads, so none is missed.
     */
    private boolean isInUse() {
        long sum = 0;
        for (int i = 0; i < COUNTERS; i++) {
            sum += inside.get(i * LONGS_APART);
        }
        return sum != 0;
    }
}
