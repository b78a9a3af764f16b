// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many requests are being answered, with a ceiling. */
final class InFlight {
    private final int max;
    private final AtomicInteger now = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile boolean awaited;

    InFlight(int max) {
        this.max = max;
    }

    /** Whether there was room; if so {@link #leave} must follow. */
    boolean enter() {
        if (now.incrementAndGet() <= max) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (now.decrementAndGet() == 0 && awaited) {
            lock.lock();
            try {
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int count() {
        return now.get();
    }

    /** Waits until nothing is in flight; false when the time was over first. */
    boolean awaitNone(long atMostNanos) {
        long left = atMostNanos;
        lock.lock();
        try {
            awaited = true;
            while (now.get() > 0) {
                if (left <= 0) {
                    return false;
                }
                // The flag is raised after a request may have left, so look again now and then.
                left -= TimeUnit.MILLISECONDS.toNanos(20)
                        - Math.max(0, idle.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(20))));
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
