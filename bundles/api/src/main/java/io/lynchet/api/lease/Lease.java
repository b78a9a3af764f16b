// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One service and how many calls are inside it. The count is spread over several counters, each on cache lines of its own: every request passes several
 * leases, and its processor would wait for the others at each of them.
 *
 * @param <T> type of the service
 */
public final class Lease<T> {
    private static final int COUNTERS =
            Math.min(32, 4 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

    /** Processors fetch lines of 64 bytes by two. */
    private static final int LONGS_APART = 16;

    private final T service;
    private final AtomicLongArray inside = new AtomicLongArray(COUNTERS * LONGS_APART);
    private volatile boolean retired;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();

    public Lease(T service) {
        this.service = service;
    }

    /** The service; to be used only between a successful {@link #acquire} and its {@link #release}. */
    public T service() {
        return service;
    }

    /** Whether a call may go in. After true, {@link #release} must follow, on any thread. */
    public boolean acquire() {
        if (retired) {
            return false;
        }
        int counter = counterOfThisThread();
        inside.incrementAndGet(counter);
        // Looked at after counting: so whoever retires the lease either sees the call or keeps it out.
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
     * Lets no further call in and waits for those inside.
     *
     * @return false when calls were still inside after the time
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

    /** Once retired: a call may leave by another counter than it came by, but all who came are counted before this looks, so none is missed. */
    private boolean isInUse() {
        long sum = 0;
        for (int i = 0; i < COUNTERS; i++) {
            sum += inside.get(i * LONGS_APART);
        }
        return sum != 0;
    }
}
