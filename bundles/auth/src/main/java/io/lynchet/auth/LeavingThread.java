// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes steps until there is nothing more to do: when it is woken, and at the start for what an earlier process has left. */
final class LeavingThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeavingThread.class);
    private static final long PAUSE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ThreadPoolExecutor worker;
    private boolean woken;
    private boolean closed;

    LeavingThread() {
        worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), task -> {
            Thread thread = new Thread(task, "lynchet-auth-leaving");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param step makes one and tells whether there is more */
    void begin(BooleanSupplier step) {
        wake();
        worker.execute(() -> run(step));
    }

    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(BooleanSupplier step) {
        try {
            while (awaitWork()) {
                if (!made(step)) {
                    pause();
                    wake();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when there will be none any more. */
    private boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!woken && !closed) {
                changed.await();
            }
            woken = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.SECONDS.toNanos(PAUSE_SECONDS);
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    // Whatever goes wrong, the thread lives: nobody else would go on with these rows.
    private boolean made(BooleanSupplier step) {
        try {
            if (step.getAsBoolean()) {
                wake();
            }
            return true;
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.UNAVAILABLE && e.code() != ErrorCode.OVERLOADED) {
                LOG.warn("Rows of a deleted account wait for the next try.", e);
            }
            return false;
        } catch (RuntimeException | Error e) {
            LOG.error("Rows of a deleted account wait for the next try.", e);
            return false;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
