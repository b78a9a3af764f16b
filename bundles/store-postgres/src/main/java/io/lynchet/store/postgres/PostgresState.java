// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.Catalog;
import io.lynchet.store.sql.ChangeLog;
import io.lynchet.store.sql.Layout;
import io.lynchet.store.sql.WriterFigures;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writer knows between two transactions: its connection, the layout, the head of the log, and how it has been going. Changed by whoever has the
 * writer's place; the volatile parts are read by all.
 */
final class PostgresState {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresState.class);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Connections connections;
    private final WriterFigures figures = new WriterFigures();
    private PostgresDatabase connection;
    private Instant last = Instant.MIN;
    private volatile Layout layout;
    private volatile Identity identity;
    private volatile long head;
    private volatile boolean closing;
    private volatile LynchetException trouble;
    private volatile boolean syncing;
    private long foundHead;
    private boolean uncertain;

    /** What changes with a load, an epoch, and when the log is pruned only. */
    record Identity(String storeId, long epoch, long oldestSeq) {
        static Identity read(PostgresDatabase database) throws SQLException {
            return new Identity(
                    Catalog.text(database, "store_id"),
                    Catalog.number(database, "epoch", 1),
                    Catalog.number(database, "oldest_seq", 1));
        }
    }

    /** Connects, once. */
    PostgresState(Connections connections) throws SQLException {
        this.connections = connections;
        connection = connect();
        layout = Catalog.read(connection);
        identity = Identity.read(connection);
        head = ChangeLog.head(connection);
        foundHead = head;
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
        identity = Identity.read(connection);
        if (Catalog.number(connection, "generation", 0) != layout.generation()) {
            layout = Catalog.read(connection);
        }
        if (uncertain) {
            head = foundHead;
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
        if (foundHead != head) {
            throw new LynchetException(
                    ErrorCode.UNAVAILABLE,
                    "another process has written to the schema "
                            + connections.settings().schema() + " while the connection was lost; restart this one");
        }
    }

    WriterFigures figures() {
        return figures;
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
                trouble = connections.refused(e);
                if (System.nanoTime() - until > 0 || closing) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (LynchetException e) {
                // The session that was lost may hold its lock until the server finds out.
                trouble = e;
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

    Layout layout() {
        return layout;
    }

    void layout(Layout next) {
        layout = next;
    }

    Identity identity() {
        return identity;
    }

    void identity(Identity next) {
        identity = next;
    }

    long head() {
        return head;
    }

    void head(long next) {
        head = next;
        foundHead = next;
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

    void committed(long newHead, int changes, long nanos) {
        head = newHead;
        foundHead = newHead;
        trouble = null;
        figures.committed(changes, nanos);
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
        trouble = PostgresFailures.INSTANCE.isLost(cause) ? connections.refused(cause) : failure;
        figures.failed();
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
