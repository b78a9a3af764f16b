// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Loop;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that runs steps until there is nothing more to do. It starts when woken, and once at the beginning for
 * what an earlier process has left.
 */
public final class RowRemovalThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowRemovalThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final long CLOSE_MILLIS = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Loop loop = Loop.helpful("lynchet-auth-leaving", LOG::error);
    private final Duration pause;
    private Thread thread;
    private boolean woken;
    private boolean closed;

    public RowRemovalThread() {
        this(PAUSE);
    }

    /**
     * Creates the thread.
     *
     * @param pause the pause after a failed step
     */
    public RowRemovalThread(Duration pause) {
        this.pause = pause;
    }

    /**
     * Starts the thread.
     *
     * @param step runs one step and returns whether there is more to do
     */
    public void begin(BooleanSupplier step) {
        wake();
        thread = loop.thread(() -> run(step));
        thread.start();
    }

    public void wake() {
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
                // The thread must survive any error: no other one would continue with these rows.
                boolean well = loop.turn(() -> make(step));
                if (!well && !loop.awaitEnd(pause.toMillis())) {
                    wake();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Blocks until there may be work. Returns false after {@link #close}. */
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
            // A passing state, not worth a message in the log.
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
