// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.store.Deadline;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.Dialect;
import io.lynchet.store.sql.database.SqlText;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.DB;

/**
 * A connection with its prepared statements. Used by one thread at a time.
 *
 * <p>It calls the driver's {@link DB} and not JDBC statements: an insert costs half (no implicit transaction after each
 * statement, no boxed parameter list, no result set), see the README for figures. The owner of the connection begins
 * and ends transactions in SQL.
 */
final class SqliteDatabase implements Database {
    private static final int STATEMENTS_MAX = 256;
    private static final int BUSY_MILLIS = 10_000;

    /**
     * The steps of SQLite's machine between two checks of the deadline: some 50 microseconds, beside which a check
     * costs nothing.
     */
    private static final int STEPS_PER_LOOK = 2_000;

    private final SQLiteConnection connection;
    private final DB native_;
    private final Map<String, SqlitePrepared> statements = new LinkedHashMap<>(64, 0.75f, true);
    private final Evaluations evaluations;
    private Deadline deadline = Deadline.NONE;
    private boolean watchable;

    private SqliteDatabase(SQLiteConnection connection) throws SQLException {
        this.connection = connection;
        this.native_ = connection.getDatabase();
        this.evaluations = new Evaluations(this::deadline);
        // In the driver's auto-commit mode an empty BEGIN and COMMIT follows each statement that ends.
        connection.setAutoCommit(false);
        native_._exec("COMMIT");
        evaluations.registerWith(connection);
    }

    /** Opens a connection that may write, and creates the file if it is missing. */
    static SqliteDatabase openToWrite(Path file) {
        return open(file, false);
    }

    /** Opens a connection that changes neither the file nor its log, even if it is the last one to close. */
    static SqliteDatabase openToRead(Path file) {
        return open(file, true);
    }

    private static SqliteDatabase open(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        SQLiteConnection connection = null;
        try {
            connection = (SQLiteConnection) source.getConnection();
            return new SqliteDatabase(connection);
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

    @Override
    public void execute(String sql) throws SQLException {
        native_._exec(sql);
    }

    @Override
    public SqlitePrepared prepare(String sql) throws SQLException {
        SqlitePrepared known = statements.get(sql);
        if (known != null) {
            return known;
        }
        if (statements.size() >= STATEMENTS_MAX) {
            var eldest = statements.entrySet().iterator();
            SqlitePrepared evicted = eldest.next().getValue();
            eldest.remove();
            evicted.close();
        }
        SqlitePrepared prepared = new SqlitePrepared(this, native_, connection.prepareStatement(sql));
        statements.put(sql, prepared);
        return prepared;
    }

    /** Removes a statement from the cache that the driver may have closed after an error. */
    void forget(SqlitePrepared statement) {
        statements.values().remove(statement);
        statement.close();
    }

    int statementsCached() {
        return statements.size();
    }

    Evaluations evaluations() {
        return evaluations;
    }

    @Override
    public void run(String sql, Object... arguments) throws SQLException {
        SqlitePrepared statement = prepare(sql);
        statement.first(arguments);
        statement.reset();
    }

    @Override
    public Dialect dialect() {
        return SqliteDialect.INSTANCE;
    }

    @Override
    public void begin() throws SQLException {
        run("BEGIN IMMEDIATE");
    }

    @Override
    public void beginSnapshot() throws SQLException {
        run("BEGIN");
    }

    @Override
    public void commit() throws SQLException {
        run("COMMIT");
    }

    @Override
    public void each(SqlText sql, RowAction action) throws SQLException {
        int mark = evaluations.mark();
        Object[] arguments = sql.arguments().toArray();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Evaluations.Condition condition) {
                arguments[i] = evaluations.push(condition);
            }
        }
        SqlitePrepared statement = prepare(sql.toString());
        try {
            boolean row = statement.first(arguments);
            while (row) {
                row = action.take(statement) && statement.next();
            }
        } catch (SQLException e) {
            evaluations.rethrow();
            throw e;
        } finally {
            evaluations.popTo(mark);
            statement.reset();
        }
    }

    @Override
    public long changes() throws SQLException {
        return native_.changes();
    }

    /** Rolls back the transaction if one is open. */
    @Override
    public void rollbackIfOpen() throws SQLException {
        try {
            native_._exec("ROLLBACK");
        } catch (SQLException e) {
            // Some errors make SQLite roll back by itself; then nothing is left to undo.
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
    }

    /**
     * Sets the deadline. The reading thread checks it itself, so no interruption can arrive after the read has ended.
     */
    @Override
    public void watch(Deadline end) {
        if (!watchable && end != Deadline.NONE) {
            beWatchable();
        }
        deadline = end;
    }

    private void beWatchable() {
        try {
            ProgressHandler.setHandler(connection, STEPS_PER_LOOK, new ProgressHandler() {
                @Override
                protected int progress() {
                    deadline.pace();
                    return deadline.over() == null ? 0 : 1;
                }
            });
            watchable = true;
        } catch (SQLException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, "a reader could not be prepared", e);
        }
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public boolean unwatch() {
        deadline = Deadline.NONE;
        return true;
    }

    @Override
    public void close() throws SQLException {
        if (watchable) {
            ProgressHandler.clearHandler(connection);
        }
        statements.values().forEach(SqlitePrepared::close);
        statements.clear();
        connection.close();
    }
}
