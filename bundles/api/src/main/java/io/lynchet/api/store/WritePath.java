// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Knows the threads that all writers wait for, so that code of others that runs on them (guards with policy functions, listeners, dependents of a commit) and
 * waits there for a write is refused at once. Left alone it would stand still for good, and every writer with it.
 *
 * <p>For stores: they {@link #enter} on their own threads, ask {@link #requireMayCommit} and {@link #requireMayWait}, and answer commits with a
 * {@link #stage}. Any thread; no method blocks.
 */
public final class WritePath {
    private static final ThreadLocal<Part> CURRENT = new ThreadLocal<>();

    /** What a thread is at. */
    public enum Part {
        /** A transaction: whoever writes here would wait for himself. */
        WRITING,
        /** Listeners and callers are told: a further commit may be queued, but not waited for. */
        TELLING
    }

    private WritePath() {}

    /**
     * This thread is at that part from now on.
     *
     * @param part null for none
     * @return what it was at before, to be entered again afterwards
     */
    public static Part enter(Part part) {
        Part before = CURRENT.get();
        if (part == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(part);
        }
        return before;
    }

    /** {@code INTERNAL} inside a transaction. */
    public static void requireMayCommit() {
        if (CURRENT.get() == Part.WRITING) {
            throw Refusals.insideWrite();
        }
    }

    /** {@code INTERNAL} on a thread that all writers wait for. */
    public static void requireMayWait() {
        if (CURRENT.get() != null) {
            throw Refusals.insideWrite();
        }
    }

    /** The answer to a commit; waiting for it, or for what depends on it, is refused on threads that all writers wait for. */
    public static <T> CompletableFuture<T> stage() {
        return new Stage<>();
    }

    private static final class Stage<T> extends CompletableFuture<T> {
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Stage<>();
        }

        private void requireDoneOrMayWait() {
            if (!isDone()) {
                requireMayWait();
            }
        }

        @Override
        public T join() {
            requireDoneOrMayWait();
            return super.join();
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            requireDoneOrMayWait();
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            requireDoneOrMayWait();
            return super.get(timeout, unit);
        }
    }
}
