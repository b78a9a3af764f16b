// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.StoreState;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.ChangeLog;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of the store with the writer's connection. */
final class WriterState extends StoreState {
    private static final Logger LOG = LoggerFactory.getLogger(WriterState.class);

    private final StoreFiles files;
    private final StoreSettings settings;
    private Database connection;

    WriterState(StoreFiles files, StoreSettings settings) throws SQLException {
        this.files = files;
        this.settings = settings;
        this.connection = settings.openWriter(files.database());
        connection.execute(Catalog.ANSWER_SEQ_INDEX);
        ChangeLog.addRest(connection);
        read(connection);
    }

    StoreFiles files() {
        return files;
    }

    /** Returns the writer's connection, or a new one when the last was closed after an error. */
    Database connection() throws SQLException {
        if (connection == null) {
            connection = settings.openWriter(files.database());
            head(ChangeLog.head(connection));
        }
        return connection;
    }

    void committed(SqliteTransaction transaction, long commitNanos) {
        head(transaction.head());
        if (!transaction.isEmpty()) {
            trouble(null);
            figures().committed(transaction.changes().size(), commitNanos);
        }
    }

    /** Rolls back the failed transaction and returns the exception for callers. */
    LynchetException failed(SQLException cause) {
        rollback();
        LynchetException failure = files.of(cause);
        trouble(failure);
        figures().failed();
        return failure;
    }

    /** Rolls back the open transaction; a connection that can't is closed. */
    void rollback() {
        try {
            if (connection != null) {
                connection.rollbackIfOpen();
                head(ChangeLog.head(connection));
            }
        } catch (SQLException e) {
            LOG.warn("The writer's connection could not roll back and is reopened.", e);
            reopen();
        }
    }

    /** Closes the connection; the next use opens another. */
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
