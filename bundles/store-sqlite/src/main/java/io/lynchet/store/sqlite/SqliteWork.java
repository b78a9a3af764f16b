// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.row.Change;
import io.lynchet.store.sql.Answers;
import io.lynchet.store.sql.CommitRequest;
import io.lynchet.store.sql.Database;
import io.lynchet.store.sql.Writer;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the writer does with SQLite. */
final class SqliteWork implements Writer.Work {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWork.class);

    private final WriterState state;
    private final Upkeep upkeep;

    SqliteWork(WriterState state, Upkeep upkeep) {
        this.state = state;
        this.upkeep = upkeep;
    }

    @Override
    public void write(List<CommitRequest> batch, Answers answers) {
        state.figures().batch(batch.size());
        attempt(batch, answers);
    }

    private void attempt(List<CommitRequest> batch, Answers answers) {
        List<Change> changes = List.of();
        try {
            changes = transaction(batch);
        } catch (SQLException e) {
            if (SqlFailure.isOfOneCommit(e) && batch.size() > 1) {
                // One of them can't be stored; alone, it can't harm the others.
                state.rollback();
                batch.forEach(request -> attempt(List.of(request), answers));
                return;
            }
            LynchetException failure = state.failed(e);
            LOG.error("{} commits fail: {}", batch.size(), failure.getMessage(), e);
            batch.forEach(request -> request.refuse(failure));
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            LOG.error("The writer broke; {} commits fail.", batch.size(), e);
            LynchetException failure = new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit", e);
            batch.forEach(request -> request.refuse(failure));
            state.reopen();
        }
        answers.give(batch, changes);
    }

    private List<Change> transaction(List<CommitRequest> batch) throws SQLException {
        Database database = state.connection();
        database.begin();
        Transaction transaction = new Transaction(database, state.layout(), state.files(), state.head(), state.now());
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
            LOG.error("The upkeep of the store broke.", e);
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
