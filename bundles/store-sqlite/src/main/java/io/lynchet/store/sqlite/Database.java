// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.DB;

/**
 * One connection with its prepared statements. Used by one thread at a time.
 *
 * <p>It talks to the driver's {@link DB} and not through JDBC statements: an insert costs half (no implicit transaction after each
 * statement, no boxed parameter list, no result set), see the README for figures. Transactions are begun and ended in SQL by whoever owns the
 * connection.
 */
final class Database implements AutoCloseable {
    private static final int STATEMENTS_MAX = 256;
    private static final int BUSY_MILLIS = 10_000;

    private final SQLiteConnection connection;
    private final DB native_;
    private final Map<String, Prepared> statements = new LinkedHashMap<>(64, 0.75f, true);
    private final Evaluations evaluations;

    private Database(SQLiteConnection connection) throws SQLException {
        this.connection = connection;
        this.native_ = connection.getDatabase();
        this.evaluations = new Evaluations();
        // In the driver's auto-commit mode each statement that ends is followed by an empty BEGIN and COMMIT.
        connection.setAutoCommit(false);
        native_._exec("COMMIT");
        evaluations.registerWith(connection);
    }

    /** A connection that may write; the file is made if it is not there. */
    static Database openToWrite(Path file) {
        return open(file, false);
    }

    /** A connection that changes neither the file nor its log, also not when it is the last one to close. */
    static Database openToRead(Path file) {
        return open(file, true);
    }

    private static Database open(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        SQLiteConnection connection = null;
        try {
            connection = (SQLiteConnection) source.getConnection();
            return new Database(connection);
        } catch (SQLException e) {
            closeQuietly(connection, e);
            throw SqlFailure.of(e, file);
        }
    }

    private static void closeQuietly(SQLiteConnection connection, SQLException cause) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Runs statements that give no rows. */
    void execute(String sql) throws SQLException {
        native_._exec(sql);
    }

    /** The statement of that text, from the cache or prepared. It belongs to this connection. */
    Prepared prepare(String sql) throws SQLException {
        Prepared known = statements.get(sql);
        if (known != null) {
            return known;
        }
        if (statements.size() >= STATEMENTS_MAX) {
            var eldest = statements.entrySet().iterator();
            Prepared evicted = eldest.next().getValue();
            eldest.remove();
            evicted.close();
        }
        Prepared prepared = new Prepared(this, native_, connection.prepareStatement(sql));
        statements.put(sql, prepared);
        return prepared;
    }

    /** Takes a statement out of the cache that the driver may have closed after an error. */
    void forget(Prepared statement) {
        statements.values().remove(statement);
        statement.close();
    }

    int statementsCached() {
        return statements.size();
    }

    Evaluations evaluations() {
        return evaluations;
    }

    /** Runs a statement that writes and gives no rows. */
    void run(String sql, Object... arguments) throws SQLException {
        Prepared statement = prepare(sql);
        statement.first(arguments);
        statement.reset();
    }

    /** The first column of the first row as an integer; {@code absent} when there is no row or it is null. */
    long number(long absent, String sql, Object... arguments) throws SQLException {
        Prepared statement = prepare(sql);
        try {
            return statement.first(arguments) && !statement.isNull(0) ? statement.longAt(0) : absent;
        } finally {
            statement.reset();
        }
    }

    /** The first column of the first row as text; null when there is no row or it is null. */
    String text(String sql, Object... arguments) throws SQLException {
        Prepared statement = prepare(sql);
        try {
            return statement.first(arguments) ? statement.textAt(0) : null;
        } finally {
            statement.reset();
        }
    }

    /** The first column of all rows as text. */
    List<String> texts(String sql, Object... arguments) throws SQLException {
        List<String> all = new ArrayList<>();
        Prepared statement = prepare(sql);
        try {
            for (boolean row = statement.first(arguments); row; row = statement.next()) {
                all.add(statement.textAt(0));
            }
        } finally {
            statement.reset();
        }
        return all;
    }

    /** How many rows the last statement changed. */
    long changes() throws SQLException {
        return native_.changes();
    }

    /** Ends a transaction that may or may not be open. */
    void rollbackIfOpen() throws SQLException {
        try {
            native_._exec("ROLLBACK");
        } catch (SQLException e) {
            // Some errors make SQLite roll back by itself; then there is nothing left to undo.
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        statements.values().forEach(Prepared::close);
        statements.clear();
        connection.close();
    }
}
