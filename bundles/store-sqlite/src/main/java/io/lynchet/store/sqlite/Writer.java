// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Refusals;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: it takes all commits that wait, does them in one transaction, and has them answered after its one sync to disk.
 * While the sync runs, the next ones gather.
 *
 * <p>Installs and loads take the writer's place by {@link #exclusively}.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private static final int WRITES_AT_ONCE_MAX = 10_000;
    private static final long LINGER_NANOS_MAX = 2_000_000;
    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 60;

    private final WriterState state;
    private final StoreSettings settings;
    private final Answers answers;
    private final CommitQueue queue;
    private final Upkeep upkeep;
    private final Thread thread;

    Writer(WriterState state, StoreSettings settings, Listeners listeners, Upkeep upkeep) {
        this.state = state;
        this.settings = settings;
        this.answers = new Answers(listeners);
        this.upkeep = upkeep;
        this.queue = new CommitQueue(settings.queueMax());
        this.thread = Executors.defaultThreadFactory().newThread(this::work);
        this.thread.setName("lynchet-store-sqlite-writer");
        this.thread.setDaemon(true);
    }

    void start() {
        answers.start();
        thread.start();
    }

    CompletionStage<Committed> commit(Commit commit) {
        CommitRequest request = new CommitRequest(commit);
        switch (queue.offer(request)) {
            case FULL -> request.answer().completeExceptionally(Refusals.overloaded());
            case CLOSED -> request.answer().completeExceptionally(Refusals.closing());
            case TAKEN -> {}
        }
        return request.answer();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    int waiting() {
        return queue.size();
    }

    /**
     * Runs a task on the calling thread while the writer rests between two transactions. The task ends the transaction that it begins; when it
     * fails, what it did is undone.
     */
    <T> T exclusively(Exclusive<T> task) {
        Pause pause = new Pause();
        if (queue.offer(pause) == CommitQueue.Offer.CLOSED) {
            throw Refusals.closing();
        }
        try {
            pause.await();
            return task.run(state.connection());
        } catch (SQLException e) {
            throw state.failed(e);
        } catch (RuntimeException | Error e) {
            state.rollback();
            throw e;
        } finally {
            pause.end();
        }
    }

    /** What runs instead of the writer. */
    @FunctionalInterface
    interface Exclusive<T> {
        T run(Database database) throws SQLException;
    }

    /** Finishes what was accepted, and ends. */
    void close() {
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
        answers.close(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    }

    private void work() {
        try {
            CommitQueue.Turn turn = nextTurn();
            while (turn != null) {
                if (turn.pause() != null) {
                    // Whoever has the writer's place tells listeners of its own changes, after all before them.
                    answers.awaitTold();
                    turn.pause().grant();
                } else {
                    turn(turn.requests());
                }
                turn = nextTurn();
            }
        } catch (InterruptedException e) {
            LOG.info("The writer was interrupted while it waited, and ends.");
        }
    }

    private CommitQueue.Turn nextTurn() throws InterruptedException {
        return queue.take(settings.batchMax(), WRITES_AT_ONCE_MAX, CommitQueue.seconds(IDLE_SECONDS), lingerNanos());
    }

    // A quarter of what a sync takes costs little and saves syncs; on a disk that syncs at once there is nothing to
    // save.
    private long lingerNanos() {
        return Math.min(state.figures().syncNanos() / 4, LINGER_NANOS_MAX);
    }

    private void turn(List<CommitRequest> batch) {
        if (!batch.isEmpty()) {
            state.queued(batch.size());
            write(batch);
        }
        try {
            upkeep.afterTurn(state);
        } catch (RuntimeException | Error e) {
            LOG.error("The upkeep of the store broke.", e);
            state.reopen();
        }
    }

    private void write(List<CommitRequest> batch) {
        List<Change> changes = List.of();
        try {
            changes = transaction(batch);
        } catch (SQLException e) {
            if (SqlFailure.isOfOneCommit(e) && batch.size() > 1) {
                // One of them can't be stored; alone, it can't harm the others.
                state.rollback();
                batch.forEach(request -> write(List.of(request)));
                return;
            }
            LynchetException failure = state.failed(e);
            LOG.error("{} commits fail: {}", batch.size(), failure.getMessage(), e);
            batch.forEach(request -> request.refuse(failure));
        } catch (RuntimeException | Error e) {
            LOG.error("The writer broke; {} commits fail.", batch.size(), e);
            LynchetException failure = new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit", e);
            batch.forEach(request -> request.refuse(failure));
            state.reopen();
        }
        answers.give(batch, changes);
    }

    private List<Change> transaction(List<CommitRequest> batch) throws SQLException {
        Database database = state.connection();
        database.run("BEGIN IMMEDIATE");
        Instant at = state.instant(Instant.now().truncatedTo(ChronoUnit.MICROS));
        Transaction transaction = new Transaction(database, state.layout(), state.files(), state.head(), at);
        for (CommitRequest request : batch) {
            request.reset();
            transaction.run(request);
        }
        long began = System.nanoTime();
        database.run("COMMIT");
        state.committed(transaction, System.nanoTime() - began);
        return transaction.changes();
    }
}
