// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One service and how many calls are inside it.
 *
 * @param <T> type of the service
 */
public final class Lease<T> {
    private static final long RETIRED = 1L << 62;

    private final T service;
    private final AtomicLong state = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();

    public Lease(T service) {
        this.service = service;
    }

    /** The service; to be used only between a successful {@link #acquire} and its {@link #release}. */
    public T service() {
        return service;
    }

    /** Whether a call may go in. After true, {@link #release} must follow, on any thread. */
    public boolean acquire() {
        while (true) {
            long now = state.get();
            if (now >= RETIRED) {
                return false;
            }
            if (state.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    public void release() {
        if (state.decrementAndGet() == RETIRED) {
            lock.lock();
            try {
                drained.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Lets no further call in and waits for those inside.
     *
     * @return false when calls were still inside after the time
     */
    public boolean retire(long atMostMillis) {
        state.getAndUpdate(now -> now >= RETIRED ? now : now + RETIRED);
        long left = TimeUnit.MILLISECONDS.toNanos(atMostMillis);
        lock.lock();
        try {
            while (state.get() != RETIRED) {
                if (left <= 0) {
                    return false;
                }
                left = drained.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
