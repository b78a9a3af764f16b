// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.row.Change;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.OperationTable;
import io.lynchet.store.sql.write.CommitNotifier;
import io.lynchet.store.sql.write.CommitRequest;
import io.lynchet.store.sql.write.StoreWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's work in PostgreSQL. A transaction that was lost with its connection is run again, unless it turns out to
 * be stored.
 */
final class PostgresWork implements StoreWriter.Work {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWork.class);

    private static final int ATTEMPTS = 5;
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(1);

    private final PostgresState state;
    private final int operationsKeptDays;
    private Instant nextPrune = Instant.MIN;

    PostgresWork(PostgresState state, int operationsKeptDays) {
        this.state = state;
        this.operationsKeptDays = operationsKeptDays;
    }

    @Override
    public void write(List<CommitRequest> batch, CommitNotifier notifier) {
        state.figures().batch(batch.size());
        List<Change> changes = List.of();
        try {
            changes = attempts(batch);
        } catch (SQLException e) {
            LynchetException failure = state.failed(e);
            LOG.error("{} commits fail: {}", batch.size(), failure.getMessage(), e);
            batch.forEach(request -> request.refuse(failure));
        } catch (LynchetException e) {
            state.rollback();
            LOG.error("{} commits fail: {}", batch.size(), e.getMessage(), e);
            batch.forEach(request -> request.refuse(e));
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            LOG.error("The writer failed unexpectedly; {} commits fail.", batch.size(), e);
            LynchetException failure = new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit", e);
            batch.forEach(request -> request.refuse(failure));
            state.lose();
        }
        notifier.give(batch, changes);
    }

    private List<Change> attempts(List<CommitRequest> batch) throws SQLException {
        boolean careful = false;
        for (int attempt = 1; ; attempt++) {
            PostgresDatabase database = state.connection();
            state.requireAlone();
            Group group = new Group(database, state.layout(), state.head(), state.now(), careful);
            boolean committing = false;
            try {
                group.run(batch);
                committing = true;
                long began = System.nanoTime();
                database.commit();
                state.committed(group.head(), group.changes().size(), System.nanoTime() - began);
                return group.changes();
            } catch (SQLException e) {
                if (!PostgresFailures.INSTANCE.isLost(e)) {
                    state.rollback();
                    careful = mayTryAgain(e, careful, attempt);
                } else if (committing && isStored(group)) {
                    return group.changes();
                } else {
                    requireAttempts(e, attempt);
                }
            }
        }
    }

    /** Returns whether to be careful from now on. Throws the failure when another attempt is useless. */
    private static boolean mayTryAgain(SQLException failure, boolean careful, int attempt) throws SQLException {
        if (PostgresFailures.isOfOneCommit(failure) && !careful) {
            return true;
        }
        if (PostgresFailures.isPassing(failure) && attempt < ATTEMPTS) {
            return careful;
        }
        throw failure;
    }

    private void requireAttempts(SQLException failure, int attempt) throws SQLException {
        LOG.warn("The connection to the database was lost: {}", failure.getMessage(), failure);
        state.lose();
        if (attempt >= ATTEMPTS) {
            throw failure;
        }
    }

    /**
     * Returns whether the transaction is stored whose commit lost its connection. No other process writes, so its last
     * change is either present or missing.
     */
    private boolean isStored(Group group) throws SQLException {
        state.lose();
        PostgresDatabase database = state.connection();
        if (group.isEmpty() || state.foundHead() == state.head()) {
            return false;
        }
        Change last = group.changes().get(group.changes().size() - 1);
        Change found =
                state.foundHead() == group.head() ? ChangeLog.find(database, state.layout(), group.head()) : null;
        database.commit();
        boolean ours = found != null
                && found.id().equals(last.id())
                && found.at().equals(last.at())
                && found.entity().equals(last.entity());
        if (ours) {
            LOG.info("The transaction that ran when the connection was lost is stored, up to seq {}.", group.head());
            state.committed(group.head(), group.changes().size(), 0);
        }
        return ours;
    }

    @Override
    public void upkeep() {
        Instant now = Instant.now();
        if (now.isBefore(nextPrune) || !state.isConnected()) {
            return;
        }
        try {
            PostgresDatabase database = state.connection();
            Instant before = now.minus(Duration.ofDays(operationsKeptDays));
            boolean more = OperationTable.prune(database, Column.micros(before));
            database.commit();
            nextPrune = more ? now : now.plus(PRUNE_EVERY);
        } catch (SQLException e) {
            LOG.warn("The maintenance of the store failed: {}", state.failed(e).getMessage(), e);
        }
    }

    @Override
    public long syncNanos() {
        return state.figures().syncNanos();
    }

    @Override
    public PostgresDatabase connection() throws SQLException {
        PostgresDatabase database = state.connection();
        state.requireAlone();
        return database;
    }

    /** The outcome of an install and the like is unknown after a lost connection. */
    @Override
    public LynchetException failed(SQLException cause) {
        if (PostgresFailures.INSTANCE.isLost(cause)) {
            state.uncertain();
        }
        return state.failed(cause);
    }

    @Override
    public void rollback() {
        state.rollback();
    }
}
