// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.WriterThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer thread and its bounded queue, and the threads on which callers go on. */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final String NAME = "lynchet-store-memory-writer";
    private static final String CALLERS = "lynchet-store-memory-caller";
    private static final int CALLERS_MAX = 64;
    private static final int IDLE_SECONDS = 10;
    private static final int CLOSE_SECONDS = 30;

    private final int queueMax;

    // The executor's own queue has no bound, so that an install, of which there is one at a time, need not compete with
    // commits for places.
    private final Semaphore places;
    private final Loop loop = Loop.vital(NAME, LOG::error);
    private final ExecutorService thread;

    // A thread for each caller, so that none waits for another. Beyond the limit the writer itself goes on with them.
    private final ExecutorService callers = new ThreadPoolExecutor(
            0,
            CALLERS_MAX,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads(CALLERS),
            (task, pool) -> task.run());

    Writer(int queueMax) {
        this.queueMax = queueMax;
        this.places = new Semaphore(queueMax);
        this.thread = Executors.newSingleThreadExecutor(threads(NAME));
    }

    private static ThreadFactory threads(String name) {
        return work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        };
    }

    int waiting() {
        return queueMax - places.availablePermits();
    }

    /** Queues a task. Fails with {@code OVERLOADED} when the queue is full, {@code UNAVAILABLE} when closing. */
    void offer(Runnable task) {
        if (thread.isShutdown()) {
            throw StoreErrors.closing();
        }
        if (!places.tryAcquire()) {
            throw StoreErrors.overloaded();
        }
        try {
            thread.execute(loop.repeating(() -> {
                places.release();
                telling(task);
            }));
        } catch (RejectedExecutionException closing) {
            places.release();
            throw StoreErrors.closing();
        }
    }

    /** Lets a caller go on. Blocks only while 64 others are busy. */
    void goOn(Runnable caller) {
        callers.execute(() -> telling(caller));
    }

    private static void telling(Runnable work) {
        WriterThreads.Part before = WriterThreads.enter(WriterThreads.Part.TELLING);
        try {
            work.run();
        } finally {
            WriterThreads.enter(before);
        }
    }

    /** Runs a task between commits and blocks until its end; throws the exception of the task as it is. */
    void run(Runnable task) {
        WriterThreads.requireMayWait();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            thread.execute(loop.repeating(() -> runUntil(end, task)));
            end.get();
        } catch (RejectedExecutionException closing) {
            throw StoreErrors.closing();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new LynchetException(ErrorCode.STORE_FAILED, "the store failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "interrupted while waiting for the store", e);
        }
    }

    private static void runUntil(CompletableFuture<Void> end, Runnable task) {
        try {
            telling(task);
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        } catch (Error e) {
            end.completeExceptionally(e);
            throw e;
        }
    }

    /**
     * Finishes the accepted tasks and lets their callers go on. Blocks for at most 30 seconds for each of the two, then
     * interrupts the threads.
     */
    void close() {
        end(thread);
        loop.close();
        end(callers);
    }

    private static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
