// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.app;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The generation that serves.
 *
 * <p>During an install the store already has the new entities, and callers still prepare with the old ones. They must
 * prepare again, but learn so only after the switch, so that a retry finds the new generation.
 */
public final class ServingState implements AutoCloseable {
    private static final long SWITCH_WAIT_MILLIS = 5_000;
    private static final int WAITING_THREADS = 8;
    private static final int WAITING_MAX = 10_000;
    private static final long IDLE_SECONDS = 10;

    private volatile ServingApp current;
    private volatile CompletableFuture<Void> nextSwitch = new CompletableFuture<>();
    private final ExecutorService waiting = threads();

    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                WAITING_THREADS,
                WAITING_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                task -> {
                    Thread worker = new Thread(task, "lynchet-after-switch");
                    worker.setDaemon(true);
                    return worker;
                },
                (task, pool) -> task.run());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Returns the serving generation. Fails with {@code UNAVAILABLE} before the first one. */
    public ServingApp get() {
        ServingApp serving = current;
        if (serving == null) {
            throw LynchetException.retryable(
                    ErrorCode.UNAVAILABLE,
                    "No app is served yet; the log has the reason, and /readyz shows it to admins.",
                    1);
        }
        return serving;
    }

    public ServingApp orNull() {
        return current;
    }

    /** Returns the serving generation. Throws {@link SchemaChangedException} when the entity does not belong to it. */
    public ServingApp forEntity(Entity entity) {
        ServingApp serving = get();
        if (!serving.owns(entity)) {
            throw new SchemaChangedException();
        }
        return serving;
    }

    public synchronized void switchTo(ServingApp next) {
        current = next;
        CompletableFuture<Void> waited = nextSwitch;
        nextSwitch = new CompletableFuture<>();
        waited.complete(null);
    }

    /**
     * Returns a stage that completes when another generation than the given one serves, or after 5 seconds. It never
     * fails. It completes on a thread that may be blocked, of {@value #WAITING_THREADS} such.
     */
    public CompletionStage<Void> successor(ServingApp used) {
        CompletableFuture<Void> waited = nextSwitch;
        if (get().model().generation() != used.model().generation()) {
            return CompletableFuture.runAsync(() -> {}, waiting);
        }
        return waited.copy()
                .completeOnTimeout(null, SWITCH_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .thenRunAsync(() -> {}, waiting);
    }

    /** Ends the threads of {@link #successor}, after those that wait. Does not block. */
    @Override
    public void close() {
        waiting.shutdown();
    }
}
