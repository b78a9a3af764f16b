// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The number of a transport's connections, from taking them over until they are closed or handed over. */
public final class ConnectionCount {
    private final AtomicInteger now = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();

    public int now() {
        return now.get();
    }

    public void up() {
        now.incrementAndGet();
    }

    public void down() {
        now.decrementAndGet();
        lock.lock();
        try {
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until there are fewer than the given connections, for at most the given time. */
    public void awaitFewer(int connections, long atMostMillis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(atMostMillis);
            while (left > 0 && now.get() >= connections) {
                left = fewer.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
