// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.Catalog;
import io.lynchet.store.sql.ChangeLog;
import io.lynchet.store.sql.Database;
import io.lynchet.store.sql.StoreState;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** With the writer's connection. */
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

    /** The writer's connection; a new one when the last was given up. */
    Database connection() throws SQLException {
        if (connection == null) {
            connection = settings.openWriter(files.database());
            head(ChangeLog.head(connection));
        }
        return connection;
    }

    void committed(Transaction transaction, long commitNanos) {
        head(transaction.head());
        if (!transaction.isEmpty()) {
            trouble(null);
            figures().committed(transaction.changes().size(), commitNanos);
        }
    }

    /** Undoes the transaction that failed, and says what that means to callers. */
    LynchetException failed(SQLException cause) {
        rollback();
        LynchetException failure = files.of(cause);
        trouble(failure);
        figures().failed();
        return failure;
    }

    /** Undoes the open transaction; a connection that can't is given up. */
    void rollback() {
        try {
            if (connection != null) {
                connection.rollbackIfOpen();
                head(ChangeLog.head(connection));
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
