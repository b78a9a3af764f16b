// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.store.Deadline;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.PGConnection;

/** A connection of the driver. Statements without a result are sent together. */
final class PostgresDatabase implements Database {
    private static final int STATEMENTS_MAX = 256;
    private static final int BATCH_MAX = 1_000;
    private static final int PIECE_ROWS = 200;

    private static final Deadline INTERRUPTED = () -> new LynchetException(ErrorCode.QUERY_TIMEOUT, "interrupted");

    private final Connection connection;
    private final Use use;
    private final ReadWatch watch;
    private Deadline deadline = Deadline.NONE;
    private final Map<String, PostgresPrepared> statements = new LinkedHashMap<>(64, 0.75f, true);
    private PostgresPrepared batch;
    private int batched;
    private long changes;

    /**
     * The deadline of the running read, or {@link #INTERRUPTED} once it was found to be over. The thread that replaces
     * the value acts on it.
     */
    private final AtomicReference<Deadline> watched = new AtomicReference<>(Deadline.NONE);

    /** The use of a connection. */
    enum Use {
        /** Transactions that write, one after the other. */
        WRITE,
        /** Single reads, each on its own. */
        READ,
        /** Transactions that read; large results come piece by piece. */
        SNAPSHOT
    }

    PostgresDatabase(Connection connection, Use use, ReadWatch watch) throws SQLException {
        this.connection = connection;
        this.use = use;
        this.watch = watch;
        connection.setAutoCommit(use == Use.READ);
        if (use == Use.SNAPSHOT) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
        if (use != Use.WRITE) {
            connection.setReadOnly(true);
            watch.add(this);
        }
    }

    @Override
    public Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }

    @Override
    public void execute(String sql) throws SQLException {
        sendBatch();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public PostgresPrepared prepare(String sql) throws SQLException {
        sendBatch();
        return cached(sql);
    }

    private PostgresPrepared cached(String sql) throws SQLException {
        PostgresPrepared known = statements.get(sql);
        if (known != null) {
            return known;
        }
        if (statements.size() >= STATEMENTS_MAX) {
            Iterator<PostgresPrepared> eldest = statements.values().iterator();
            PostgresPrepared evicted = eldest.next();
            eldest.remove();
            evicted.close();
        }
        Parameters parameters = Parameters.of(sql);
        var made = connection.prepareStatement(parameters.sql());
        if (use == Use.SNAPSHOT) {
            made.setFetchSize(PIECE_ROWS);
        }
        PostgresPrepared prepared = new PostgresPrepared(made, parameters.numbers());
        statements.put(sql, prepared);
        return prepared;
    }

    @Override
    public void run(String sql, Object... arguments) throws SQLException {
        changes = prepare(sql).update(arguments);
    }

    @Override
    public void runLater(String sql, Object... arguments) throws SQLException {
        PostgresPrepared statement = cached(sql);
        if (statement != batch || batched >= BATCH_MAX) {
            sendBatch();
            batch = statement;
        }
        statement.addBatch(arguments);
        batched++;
    }

    /** Sends the waiting statements. */
    void sendBatch() throws SQLException {
        if (batched > 0) {
            PostgresPrepared sent = batch;
            batch = null;
            batched = 0;
            sent.sendBatch();
        }
    }

    @Override
    public long changes() {
        return changes;
    }

    /** Does nothing: the driver begins a transaction with the first statement. */
    @Override
    public void begin() {
        // See above.
    }

    /** Does nothing: the driver begins a transaction with the first statement. */
    @Override
    public void beginSnapshot() {
        // See above.
    }

    @Override
    public void commit() throws SQLException {
        sendBatch();
        connection.commit();
    }

    @Override
    public void rollbackIfOpen() throws SQLException {
        if (batched > 0) {
            statements.values().remove(batch);
            batch.close();
            batch = null;
            batched = 0;
        }
        if (use != Use.READ) {
            connection.rollback();
        }
    }

    @Override
    public void watch(Deadline end) {
        deadline = end;
        watched.set(end);
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public boolean unwatch() {
        deadline = Deadline.NONE;
        return watched.getAndSet(Deadline.NONE) != INTERRUPTED;
    }

    /**
     * Interrupts the running read if its deadline is over. The watch calls this repeatedly: the server forgets an
     * interruption that arrives before its statement.
     */
    void interruptIfOver() throws SQLException {
        Deadline end = watched.get();
        if (end != Deadline.NONE
                && (end == INTERRUPTED || (end.over() != null && watched.compareAndSet(end, INTERRUPTED)))) {
            connection.unwrap(PGConnection.class).cancelQuery();
        }
    }

    /** Returns whether the connection still works. */
    boolean isAlive(int seconds) {
        try {
            return connection.isValid(seconds);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        watch.remove(this);
        statements.clear();
        connection.close();
    }
}
