// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.Catalog;
import io.lynchet.store.sql.ChangeLog;
import io.lynchet.store.sql.StoreState;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** With the writer's connection, and what was found in the database when it was made. */
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

    /** What is there after a connection was lost. Another writer would have changed it. */
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

    /** The head of the log when the connection was made. */
    long foundHead() {
        return foundHead;
    }

    /** Nobody knows whether the last transaction is stored; what is found counts. */
    void uncertain() {
        uncertain = true;
    }

    /** Fails when somebody else has written: the lock was lost with the connection, and another process has taken it meanwhile. */
    void requireAlone() {
        if (foundHead != head()) {
            throw new LynchetException(
                    ErrorCode.UNAVAILABLE,
                    "another process has written to the schema "
                            + connections.settings().schema() + " while the connection was lost; restart this one");
        }
    }

    /** The writer's connection. When it was lost another one is made, for as long as writes may wait. */
    PostgresDatabase connection() throws SQLException {
        long until = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(connections.settings().reconnectSeconds());
        while (connection == null) {
            try {
                connection = connect();
                lookAround();
            } catch (SQLException e) {
                // A connection that has not been looked through must not be taken for one that has.
                lose();
                trouble(connections.refused(e));
                if (System.nanoTime() - until > 0 || closing) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (LynchetException e) {
                // The session that was lost may hold its lock until the server finds out.
                trouble(e);
                if (e.code() != ErrorCode.CONFLICT || System.nanoTime() - until > 0 || closing) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return connection;
    }

    /** Whether the server brings what it has committed onto the disk. */
    boolean isSyncing() {
        return syncing;
    }

    /** Whether there is a connection right now. */
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

    /** Undoes the transaction that failed, and says what that means to callers. */
    LynchetException failed(SQLException cause) {
        if (PostgresFailures.INSTANCE.isLost(cause)) {
            lose();
        } else {
            rollback();
        }
        LynchetException failure = PostgresFailures.INSTANCE.of(cause);
        // Operators are told more than callers.
        trouble(PostgresFailures.INSTANCE.isLost(cause) ? connections.refused(cause) : failure);
        figures().failed();
        return failure;
    }

    /** Undoes the open transaction; a connection that can't is given up. */
    void rollback() {
        if (connection != null) {
            try {
                connection.rollbackIfOpen();
            } catch (SQLException e) {
                LOG.warn("The writer's connection could not roll back and is opened anew.", e);
                lose();
            }
        }
    }

    /** Gives the connection up. */
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

    /** No more waiting for a database that is gone. */
    void closing() {
        closing = true;
    }
}
