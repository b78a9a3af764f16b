// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.WriterThreads;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.StallClock;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread. It takes all waiting commits, has them stored in one transaction, and passes them to the
 * notification thread when they are durable. Meanwhile the next ones gather.
 *
 * <p>Installs and loads take the writer's place by {@link #exclusively}.
 */
public final class StoreWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    private static final int WRITES_AT_ONCE_MAX = 10_000;
    private static final long LINGER_NANOS_MAX = 2_000_000;
    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 60;

    private final Work work;
    private final int batchMax;
    private final CommitNotifier notifier;
    private final CommitQueue queue;
    private final Loop loop;
    private final Thread thread;
    private volatile boolean closing;
    private final StallClock standing = new StallClock();

    /** The work that a store does on the writer thread, or in its place. */
    public interface Work {
        /** Stores the commits in one transaction and passes them to the notifier, in any case. */
        void write(List<CommitRequest> batch, CommitNotifier notifier);

        /** Does maintenance after each turn, also after an empty one. Only the next turn waits for it. */
        void upkeep();

        /** Returns about how long a sync to disk takes at present. */
        long syncNanos();

        Database connection() throws SQLException;

        /** Rolls back the failed transaction and returns the exception for callers. */
        RuntimeException failed(SQLException cause);

        /** Rolls back the open transaction, if there is one. */
        void rollback();
    }

    /**
     * @param name the name of the store, for thread names
     * @param queueMax the number of commits that may wait
     * @param batchMax the number of commits in one transaction
     */
    public StoreWriter(String name, Work work, int queueMax, int batchMax, CommitListeners listeners) {
        this.work = work;
        this.batchMax = batchMax;
        this.notifier = new CommitNotifier(listeners, name);
        this.queue = new CommitQueue(queueMax);
        this.loop = Loop.vital(name + "-writer", LOG::error);
        this.thread = loop.thread(this::work);
    }

    public void start() {
        notifier.start();
        thread.start();
    }

    public CompletionStage<WriteResult> commit(Commit commit) {
        try {
            WriterThreads.requireMayCommit();
        } catch (LynchetException e) {
            return CompletableFuture.failedFuture(e);
        }
        CommitRequest request = new CommitRequest(commit);
        switch (queue.offer(request)) {
            case FULL -> request.answer().completeExceptionally(StoreErrors.overloaded());
            case CLOSED -> request.answer().completeExceptionally(StoreErrors.closing());
            case TAKEN -> {}
        }
        return request.answer();
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Returns how long the current group of commits has been written or told of, whichever is longer; 0 when there is
     * none.
     */
    public long standingNanos() {
        return Math.max(standing.nanos(), notifier.standingNanos());
    }

    public int waiting() {
        return queue.size();
    }

    /**
     * Runs a task on the calling thread while the writer rests between two transactions. The task ends the transaction
     * that it begins; when it fails, its changes are undone.
     */
    public <T> T exclusively(Exclusive<T> task) {
        WriterThreads.requireMayWait();
        WriterPause pause = new WriterPause();
        if (queue.offer(pause) == CommitQueue.Offer.CLOSED) {
            throw StoreErrors.closing();
        }
        WriterThreads.Part before = WriterThreads.enter(WriterThreads.Part.TELLING);
        try {
            pause.await();
            return task.run(work.connection());
        } catch (SQLException e) {
            throw work.failed(e);
        } catch (RuntimeException | Error e) {
            work.rollback();
            throw e;
        } finally {
            WriterThreads.enter(before);
            pause.end();
        }
    }

    /** A task in the writer's place. */
    @FunctionalInterface
    public interface Exclusive<T> {
        T run(Database database) throws SQLException;
    }

    /** Finishes the accepted commits and ends. Blocks for at most 60 seconds for each of the two threads. */
    public void close() {
        closing = true;
        queue.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The writer was still busy after {} seconds.", CLOSE_SECONDS);
            thread.interrupt();
        }
        loop.close();
        notifier.close(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    }

    private void work() {
        WriterThreads.enter(WriterThreads.Part.WRITING);
        try {
            CommitQueue.Turn turn = nextTurn();
            while (turn != null) {
                if (turn.pause() != null) {
                    // A task in the writer's place tells listeners of its own changes, after all earlier ones.
                    notifier.awaitTold();
                    turn.pause().grant();
                } else {
                    write(turn.requests());
                }
                turn = nextTurn();
            }
        } catch (InterruptedException e) {
            if (!closing) {
                throw new IllegalStateException("something inside a transaction interrupted the writer", e);
            }
            LOG.info("The writer was interrupted while it waited, and ends.");
        }
    }

    private void write(List<CommitRequest> requests) throws InterruptedException {
        boolean well = false;
        try {
            well = loop.turn(() -> {
                if (!requests.isEmpty()) {
                    standing.begin();
                    work.write(requests, notifier);
                }
                standing.end();
                work.upkeep();
            });
        } finally {
            standing.end();
            if (!well) {
                giveUp(requests);
            }
        }
    }

    /**
     * After a failed turn no caller may wait for a stage that never completes. Requests whose outcome is known are not
     * affected.
     */
    private void giveUp(List<CommitRequest> requests) {
        List<CommitRequest> undecided =
                requests.stream().filter(request -> !request.isDecided()).toList();
        undecided.forEach(
                request -> request.refuse(new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit")));
        if (!undecided.isEmpty()) {
            notifier.give(undecided, List.of());
        }
    }

    private CommitQueue.Turn nextTurn() throws InterruptedException {
        return queue.take(batchMax, WRITES_AT_ONCE_MAX, CommitQueue.seconds(IDLE_SECONDS), lingerNanos());
    }

    // Waiting for a quarter of a sync costs little and saves syncs; on a disk that syncs at once nothing is to be
    // saved.
    private long lingerNanos() {
        return Math.min(work.syncNanos() / 4, LINGER_NANOS_MAX);
    }
}
