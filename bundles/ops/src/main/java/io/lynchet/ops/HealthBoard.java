// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.loop.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All present health checks, called at the same time, each for at most a second. */
final class HealthBoard implements AutoCloseable {
    private static final long ANSWER_MILLIS = 1_000;
    private static final int THREADS_MAX = 64;
    private static final long IDLE_SECONDS = 30;

    private final Map<HealthCheck, Entry> checks = new ConcurrentHashMap<>();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, THREADS_MAX, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), HealthBoard::thread);

    private static final class Entry {
        private final boolean dropIn;
        private CompletableFuture<Health> running;

        Entry(boolean dropIn) {
            this.dropIn = dropIn;
        }
    }

    /** The result of one check; a check that has gone meanwhile counts as a drop-in's. */
    record Finding(String name, boolean dropIn, boolean needed, Health health) {}

    void add(HealthCheck check, boolean dropIn) {
        checks.put(check, new Entry(dropIn));
    }

    void remove(HealthCheck check) {
        checks.remove(check);
    }

    /** Returns the findings by name. */
    List<Finding> ask() {
        Map<HealthCheck, CompletableFuture<Health>> asked = new ConcurrentHashMap<>();
        checks.forEach((check, entry) -> asked.put(check, start(check, entry)));
        List<Finding> findings = new ArrayList<>();
        asked.forEach((check, answer) -> {
            Health health = answer.copy()
                    .completeOnTimeout(
                            Health.down("The check did not respond within a second."),
                            ANSWER_MILLIS,
                            TimeUnit.MILLISECONDS)
                    .exceptionally(HealthBoard::failed)
                    .join();
            Entry entry = checks.get(check);
            boolean dropIn = entry == null || entry.dropIn;
            findings.add(new Finding(check.name(), dropIn, !dropIn && check.needed(), health));
        });
        findings.sort(Comparator.comparing(Finding::name));
        return findings;
    }

    // A check that still hangs from an earlier call is not started again: that would only use one more thread.
    private CompletableFuture<Health> start(HealthCheck check, Entry entry) {
        synchronized (entry) {
            if (entry.running == null || entry.running.isDone()) {
                entry.running = started(check);
            }
            return entry.running;
        }
    }

    private CompletableFuture<Health> started(HealthCheck check) {
        try {
            return CompletableFuture.supplyAsync(check::check, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    Health.down(THREADS_MAX + " checks run already, so this one did not run."));
        }
    }

    private static Health failed(Throwable failure) {
        Vitals.suffered(failure);
        return Health.down("The check failed: " + rootMessage(failure));
    }

    private static Thread thread(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName("lynchet-health");
        thread.setDaemon(true);
        return thread;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : " " + root.getMessage());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
