// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads that take long share half of the processors, so that short ones find the other half free: each works for a while and then rests the longer,
 * the more of them there are. None holds anything that another one waits for.
 */
final class LongReads {
    /** A read that takes longer is a long one; and so long one works between two rests. */
    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int processors;
    private final AtomicInteger now = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();

    LongReads() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** @param processors that they share */
    LongReads(int processors) {
        this.processors = processors;
    }

    void begins() {
        now.incrementAndGet();
    }

    void ends() {
        now.decrementAndGet();
        lock.lock();
        try {
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits so long, or until there are fewer of them. */
    void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            int before = now.get();
            for (long left = nanos; left > 0 && now.get() >= before; ) {
                left = fewer.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How long one of them rests after a slice. */
    long restNanos() {
        return Math.max(0, now.get() - processors) * SLICE_NANOS / processors;
    }
}
