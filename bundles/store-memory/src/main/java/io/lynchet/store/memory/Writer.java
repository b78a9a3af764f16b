// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.store.Refusals;
import io.lynchet.api.store.WritePath;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes, and the bounded queue before it. */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final String NAME = "lynchet-store-memory-writer";
    private static final int CLOSE_SECONDS = 30;

    private final int queueMax;

    // The executor's own queue has no bound, so that an install, of which there is one at a time, need not compete with
    // commits for places.
    private final Semaphore places;
    private final Loop loop = Loop.vital(NAME, LOG::error);
    private final ExecutorService thread;

    Writer(int queueMax) {
        this.queueMax = queueMax;
        this.places = new Semaphore(queueMax);
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = Executors.defaultThreadFactory().newThread(() -> {
                WritePath.enter(WritePath.Part.TELLING);
                task.run();
            });
            made.setName(NAME);
            made.setDaemon(true);
            return made;
        });
    }

    int waiting() {
        return queueMax - places.availablePermits();
    }

    /** Queues a task; {@code OVERLOADED} when there is no place, {@code UNAVAILABLE} when closing. */
    void offer(Runnable task) {
        if (thread.isShutdown()) {
            throw Refusals.closing();
        }
        if (!places.tryAcquire()) {
            throw Refusals.overloaded();
        }
        try {
            thread.execute(loop.repeating(() -> {
                places.release();
                task.run();
            }));
        } catch (RejectedExecutionException closing) {
            places.release();
            throw Refusals.closing();
        }
    }

    /** Runs a task between commits and waits for its end; its failure comes out as it is. */
    void run(Runnable task) {
        WritePath.requireMayWait();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            thread.execute(loop.repeating(() -> runUntil(end, task)));
            end.get();
        } catch (RejectedExecutionException closing) {
            throw Refusals.closing();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new LynchetException(ErrorCode.STORE_FAILED, "the store broke", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "interrupted while waiting for the store", e);
        }
    }

    private static void runUntil(CompletableFuture<Void> end, Runnable task) {
        try {
            task.run();
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        } catch (Error e) {
            end.completeExceptionally(e);
            throw e;
        }
    }

    /** Finishes what was accepted. */
    void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        loop.close();
    }
}
