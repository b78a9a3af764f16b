// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Loop;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes steps until there is nothing more to do: when it is woken, and at the start for what an earlier process has left. */
final class LeavingThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeavingThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final long CLOSE_MILLIS = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Loop loop = Loop.helpful("lynchet-auth-leaving", LOG::error);
    private final Duration pause;
    private Thread thread;
    private boolean woken;
    private boolean closed;

    LeavingThread() {
        this(PAUSE);
    }

    /** @param pause after a step that could not be made */
    LeavingThread(Duration pause) {
        this.pause = pause;
    }

    /** @param step makes one and tells whether there is more */
    void begin(BooleanSupplier step) {
        wake();
        thread = loop.thread(() -> run(step));
        thread.start();
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
                // Whatever goes wrong, the thread lives: nobody else would go on with these rows.
                boolean well = loop.turn(() -> make(step));
                if (!well && !loop.awaitEnd(pause.toMillis())) {
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

    private void make(BooleanSupplier step) throws InterruptedException {
        try {
            if (step.getAsBoolean()) {
                wake();
            }
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.UNAVAILABLE && e.code() != ErrorCode.OVERLOADED) {
                throw e;
            }
            // It passes; nobody needs to hear of it.
            if (!loop.awaitEnd(pause.toMillis())) {
                wake();
            }
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
        loop.close();
        if (thread == null) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
