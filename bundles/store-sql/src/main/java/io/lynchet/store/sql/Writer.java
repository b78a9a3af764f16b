// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Refusals;
import io.lynchet.api.store.WritePath;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: it takes all commits that wait, has them done in one transaction, and answered after it is durable. While that takes its
 * time, the next ones gather.
 *
 * <p>Installs and loads take the writer's place by {@link #exclusively}.
 */
public final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private static final int WRITES_AT_ONCE_MAX = 10_000;
    private static final long LINGER_NANOS_MAX = 2_000_000;
    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 60;

    private final Work work;
    private final int batchMax;
    private final Answers answers;
    private final CommitQueue queue;
    private final Loop loop;
    private final Thread thread;
    private volatile boolean closing;
    private final Standing standing = new Standing();

    /** What the store does on the writer's thread, or in its place. */
    public interface Work {
        /** Does the commits in one transaction, and hands them to the answers, in any case. */
        void write(List<CommitRequest> batch, Answers answers);

        /** After each turn, also one that had nothing to do; nobody waits for it but the next turn. */
        void upkeep();

        /** About how long making a transaction durable takes at present. */
        long syncNanos();

        Database connection() throws SQLException;

        /** Undoes the transaction that failed, and says what that means to callers. */
        RuntimeException failed(SQLException cause);

        /** Undoes the open transaction, if there is one. */
        void rollback();
    }

    /**
     * @param name of the store, in names of threads
     * @param queueMax commits that may wait
     * @param batchMax commits in one transaction
     */
    public Writer(String name, Work work, int queueMax, int batchMax, Listeners listeners) {
        this.work = work;
        this.batchMax = batchMax;
        this.answers = new Answers(listeners, name);
        this.queue = new CommitQueue(queueMax);
        this.loop = Loop.vital(name + "-writer", LOG::error);
        this.thread = loop.thread(this::work);
    }

    public void start() {
        answers.start();
        thread.start();
    }

    public CompletionStage<Committed> commit(Commit commit) {
        try {
            WritePath.requireMayCommit();
        } catch (LynchetException e) {
            return CompletableFuture.failedFuture(e);
        }
        CommitRequest request = new CommitRequest(commit);
        switch (queue.offer(request)) {
            case FULL -> request.answer().completeExceptionally(Refusals.overloaded());
            case CLOSED -> request.answer().completeExceptionally(Refusals.closing());
            case TAKEN -> {}
        }
        return request.answer();
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /** For how long the commits that are being done, or told of, have been standing; 0 when there are none. */
    public long standingNanos() {
        return Math.max(standing.nanos(), answers.standingNanos());
    }

    public int waiting() {
        return queue.size();
    }

    /**
     * Runs a task on the calling thread while the writer rests between two transactions. The task ends the transaction that it begins; when it
     * fails, what it did is undone.
     */
    public <T> T exclusively(Exclusive<T> task) {
        WritePath.requireMayWait();
        Pause pause = new Pause();
        if (queue.offer(pause) == CommitQueue.Offer.CLOSED) {
            throw Refusals.closing();
        }
        WritePath.Part before = WritePath.enter(WritePath.Part.TELLING);
        try {
            pause.await();
            return task.run(work.connection());
        } catch (SQLException e) {
            throw work.failed(e);
        } catch (RuntimeException | Error e) {
            work.rollback();
            throw e;
        } finally {
            WritePath.enter(before);
            pause.end();
        }
    }

    /** What runs instead of the writer. */
    @FunctionalInterface
    public interface Exclusive<T> {
        T run(Database database) throws SQLException;
    }

    /** Finishes what was accepted, and ends. */
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
        answers.close(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    }

    private void work() {
        WritePath.enter(WritePath.Part.WRITING);
        try {
            CommitQueue.Turn turn = nextTurn();
            while (turn != null) {
                if (turn.pause() != null) {
                    // Whoever has the writer's place tells listeners of its own changes, after all before them.
                    answers.awaitTold();
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
                    work.write(requests, answers);
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

    /** After a turn that broke: nobody waits for an answer that will not come. Those who have theirs, or will get it, notice nothing. */
    private void giveUp(List<CommitRequest> requests) {
        for (CommitRequest request : requests) {
            if (!request.isDecided()) {
                request.answer()
                        .completeExceptionally(
                                new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit"));
            }
        }
    }

    private CommitQueue.Turn nextTurn() throws InterruptedException {
        return queue.take(batchMax, WRITES_AT_ONCE_MAX, CommitQueue.seconds(IDLE_SECONDS), lingerNanos());
    }

    // A quarter of what a sync takes costs little and saves syncs; on a disk that syncs at once there is nothing to
    // save.
    private long lingerNanos() {
        return Math.min(work.syncNanos() / 4, LINGER_NANOS_MAX);
    }
}
