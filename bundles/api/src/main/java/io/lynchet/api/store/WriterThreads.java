// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The register of threads that bring writes to their end. Guards with policy functions, listeners and dependents of a
 * commit run on them. When such code waits for a write, it is refused at once; otherwise it could block forever, and
 * every write with it.
 *
 * <p>Stores {@link #enter} on their own threads, call {@link #requireMayCommit} and {@link #requireMayWait}, and return
 * a {@link #stage} for each commit. Any thread may call any method; no method blocks.
 */
public final class WriterThreads {
    private static final ThreadLocal<Part> CURRENT = new ThreadLocal<>();

    /** The work that a thread does. */
    public enum Part {
        /** A transaction: a write from here would wait for itself. */
        WRITING,
        /** Listeners and callers that are told: code may queue another commit, but must not wait for it. */
        TELLING
    }

    private WriterThreads() {}

    /**
     * Sets the work of the calling thread.
     *
     * @param part null for none
     * @return the previous work, to enter again afterwards
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

    /** Fails with {@code INTERNAL} inside a transaction. */
    public static void requireMayCommit() {
        if (CURRENT.get() == Part.WRITING) {
            throw StoreErrors.insideWrite();
        }
    }

    /** Fails with {@code INTERNAL} on a thread that brings writes to their end. */
    public static void requireMayWait() {
        if (CURRENT.get() != null) {
            throw StoreErrors.insideWrite();
        }
    }

    /**
     * Returns a new stage for a commit. On threads that bring writes to their end, waiting for it while it is
     * unfinished throws {@code INTERNAL}. The same holds for stages that depend on it.
     */
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
