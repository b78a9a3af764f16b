// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.row.Change;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.write.CommitNotifier;
import io.lynchet.store.sql.write.CommitRequest;
import io.lynchet.store.sql.write.StoreWriter;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's work in SQLite. */
final class SqliteWork implements StoreWriter.Work {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWork.class);

    private final WriterState state;
    private final Upkeep upkeep;

    SqliteWork(WriterState state, Upkeep upkeep) {
        this.state = state;
        this.upkeep = upkeep;
    }

    @Override
    public void write(List<CommitRequest> batch, CommitNotifier notifier) {
        state.figures().batch(batch.size());
        attempt(batch, notifier);
    }

    private void attempt(List<CommitRequest> batch, CommitNotifier notifier) {
        List<Change> changes = List.of();
        try {
            changes = transaction(batch);
        } catch (SQLException e) {
            if (SqlFailure.isOfOneCommit(e) && batch.size() > 1) {
                // One of the commits can't be stored; alone, it can't harm the others.
                state.rollback();
                batch.forEach(request -> attempt(List.of(request), notifier));
                return;
            }
            LynchetException failure = state.failed(e);
            LOG.error("{} commits fail: {}", batch.size(), failure.getMessage(), e);
            batch.forEach(request -> request.refuse(failure));
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            LOG.error("The writer failed unexpectedly; {} commits fail.", batch.size(), e);
            LynchetException failure = new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit", e);
            batch.forEach(request -> request.refuse(failure));
            state.reopen();
        }
        notifier.give(batch, changes);
    }

    private List<Change> transaction(List<CommitRequest> batch) throws SQLException {
        Database database = state.connection();
        database.begin();
        SqliteTransaction transaction =
                new SqliteTransaction(database, state.layout(), state.files(), state.head(), state.now());
        for (CommitRequest request : batch) {
            request.reset();
            transaction.run(request);
        }
        long began = System.nanoTime();
        database.commit();
        state.committed(transaction, System.nanoTime() - began);
        return transaction.changes();
    }

    @Override
    public void upkeep() {
        try {
            upkeep.afterTurn(state);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            LOG.error("The maintenance of the store failed unexpectedly.", e);
            state.reopen();
        }
    }

    @Override
    public long syncNanos() {
        return state.figures().syncNanos();
    }

    @Override
    public Database connection() throws SQLException {
        return state.connection();
    }

    @Override
    public LynchetException failed(SQLException cause) {
        return state.failed(cause);
    }

    @Override
    public void rollback() {
        state.rollback();
    }
}
