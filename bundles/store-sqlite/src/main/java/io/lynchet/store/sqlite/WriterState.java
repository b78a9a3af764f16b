// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.Catalog;
import io.lynchet.store.sql.ChangeLog;
import io.lynchet.store.sql.Database;
import io.lynchet.store.sql.Layout;
import io.lynchet.store.sql.WriterFigures;
import java.sql.SQLException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writer knows between two transactions: its connection, the layout, the head of the log, and how it has been going. Changed only by
 * whoever holds the writer's lock; the volatile parts are read by all.
 */
final class WriterState {
    private static final Logger LOG = LoggerFactory.getLogger(WriterState.class);

    private final StoreFiles files;
    private final StoreSettings settings;
    private final WriterFigures figures = new WriterFigures();
    private Database connection;
    private Instant last = Instant.MIN;
    private volatile Layout layout;
    private volatile long head;
    private volatile LynchetException trouble;

    WriterState(StoreFiles files, StoreSettings settings) throws SQLException {
        this.files = files;
        this.settings = settings;
        this.connection = settings.openWriter(files.database());
        connection.execute(Catalog.ANSWER_SEQ_INDEX);
        this.layout = Catalog.read(connection);
        this.head = ChangeLog.head(connection);
    }

    StoreFiles files() {
        return files;
    }

    WriterFigures figures() {
        return figures;
    }

    /** The writer's connection; a new one when the last was given up. */
    Database connection() throws SQLException {
        if (connection == null) {
            connection = settings.openWriter(files.database());
            head = ChangeLog.head(connection);
        }
        return connection;
    }

    Layout layout() {
        return layout;
    }

    /** Another layout, after an install has been committed. */
    void layout(Layout next) {
        layout = next;
    }

    long head() {
        return head;
    }

    /** After a commit that was not made by {@link Transaction}. */
    void head(long next) {
        head = next;
    }

    /** Why the last attempt to write failed, or null when it did not. */
    LynchetException trouble() {
        return trouble;
    }

    /** The instant of a transaction: now, but never before the one of the last. */
    Instant instant(Instant now) {
        last = now.isAfter(last) ? now : last;
        return last;
    }

    void queued(int commits) {
        figures.batch(commits);
    }

    void committed(Transaction transaction, long commitNanos) {
        head = transaction.head();
        if (!transaction.isEmpty()) {
            trouble = null;
            figures.committed(transaction.changes().size(), commitNanos);
        }
    }

    /** Undoes the transaction that failed, and says what that means to callers. */
    LynchetException failed(SQLException cause) {
        rollback();
        LynchetException failure = files.failure(cause);
        trouble = failure;
        figures.failed();
        return failure;
    }

    /** Undoes the open transaction; a connection that can't is given up. */
    void rollback() {
        try {
            if (connection != null) {
                connection.rollbackIfOpen();
                head = ChangeLog.head(connection);
            }
        } catch (SQLException e) {
            LOG.warn("The writer's connection could not roll back and is opened anew.", e);
            reopen();
        }
    }

    /** Gives the connection up; the next use opens another. */
    void reopen() {
        try {
            close();
        } catch (SQLException e) {
            LOG.warn("The writer's connection could not be closed.", e);
        }
    }

    void close() throws SQLException {
        Database closing = connection;
        connection = null;
        if (closing != null) {
            closing.close();
        }
    }
}
