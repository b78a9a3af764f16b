// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.StoreState;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.ChangeLog;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of the store with the writer's connection, and what the last connect found in the database. */
final class PostgresState extends StoreState {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresState.class);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Connections connections;
    private PostgresDatabase connection;
    private volatile boolean closing;
    private volatile boolean syncing;
    private long foundHead;
    private boolean uncertain;

    /** Connects, once. */
    PostgresState(Connections connections) throws SQLException {
        this.connections = connections;
        connection = connect();
        read(connection);
        connection.commit();
    }

    private PostgresDatabase connect() throws SQLException {
        PostgresDatabase made = connections.open(PostgresDatabase.Use.WRITE);
        try {
            new SchemaSetup(made, connections.settings()).run();
            syncing = "on".equals(made.text("SELECT current_setting('fsync')"));
            made.commit();
            return made;
        } catch (SQLException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** Reads the state after a lost connection. Another writer would have changed it. */
    private void lookAround() throws SQLException {
        foundHead = ChangeLog.head(connection);
        identity(Identity.read(connection));
        if (Catalog.number(connection, "generation", 0) != layout().generation()) {
            layout(Catalog.read(connection));
        }
        if (uncertain) {
            head(foundHead);
            uncertain = false;
        }
        connection.commit();
        LOG.info("Connected to {} again, at seq {}.", connections.settings().url(), foundHead);
    }

    /** Returns the head of the log as the last connect found it, or as this writer has moved it since. */
    long foundHead() {
        return foundHead;
    }

    /** Marks the outcome of the last transaction as unknown; the next connect takes the head that it finds. */
    void uncertain() {
        uncertain = true;
    }

    /**
     * Fails with {@code UNAVAILABLE} when another process has written: the lock was lost with the connection, and that
     * process has taken it meanwhile.
     */
    void requireAlone() {
        if (foundHead != head()) {
            throw new LynchetException(
                    ErrorCode.UNAVAILABLE,
                    "another process has written to the schema "
                            + connections.settings().schema() + " while the connection was lost; restart this one");
        }
    }

    /** Returns the writer's connection. After a loss it connects anew; it blocks for as long as writes may wait. */
    PostgresDatabase connection() throws SQLException {
        long until = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(connections.settings().reconnectSeconds());
        while (connection == null) {
            try {
                connection = connect();
                lookAround();
            } catch (SQLException e) {
                // The state has not been read on this connection, so it must not be used.
                lose();
                trouble(connections.refused(e));
                if (System.nanoTime() - until > 0 || closing) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (LynchetException e) {
                // The lost session may hold its lock until the server notices the loss.
                trouble(e);
                if (e.code() != ErrorCode.CONFLICT || System.nanoTime() - until > 0 || closing) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return connection;
    }

    /** Returns whether the server syncs commits to disk. */
    boolean isSyncing() {
        return syncing;
    }

    /** Returns whether the connection is open now. */
    boolean isConnected() {
        return connection != null;
    }

    @Override
    protected void head(long next) {
        super.head(next);
        foundHead = next;
    }

    void committed(long newHead, int changes, long nanos) {
        head(newHead);
        trouble(null);
        figures().committed(changes, nanos);
    }

    /** Rolls back the failed transaction and returns the exception for callers. */
    LynchetException failed(SQLException cause) {
        if (PostgresFailures.INSTANCE.isLost(cause)) {
            lose();
        } else {
            rollback();
        }
        LynchetException failure = PostgresFailures.INSTANCE.of(cause);
        // Operators learn more than callers.
        trouble(PostgresFailures.INSTANCE.isLost(cause) ? connections.refused(cause) : failure);
        figures().failed();
        return failure;
    }

    /** Rolls back the open transaction; a connection that can't is closed. */
    void rollback() {
        if (connection != null) {
            try {
                connection.rollbackIfOpen();
            } catch (SQLException e) {
                LOG.warn("The writer's connection could not roll back and is reopened.", e);
                lose();
            }
        }
    }

    /** Closes the connection. */
    void lose() {
        PostgresDatabase lost = connection;
        connection = null;
        if (lost != null) {
            try {
                lost.close();
            } catch (SQLException e) {
                LOG.debug("A connection that was lost could not be closed.", e);
            }
        }
    }

    /** Ends the waiting for a lost database. */
    void closing() {
        closing = true;
    }
}
