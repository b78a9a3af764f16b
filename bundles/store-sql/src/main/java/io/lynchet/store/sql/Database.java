// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.store.Deadline;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection with its prepared statements. Used by one thread at a time. Parameters are written {@code ?} or {@code ?1}, {@code ?2}, not both in one
 * statement. Arguments are null, Long, Double, String or byte[].
 */
public interface Database extends AutoCloseable {
    /** How this database says what others say in other words. */
    Dialect dialect();

    /** Runs statements that give no rows, without parameters. */
    void execute(String sql) throws SQLException;

    /** The statement of that text, from the cache or prepared. It belongs to this connection. */
    Prepared prepare(String sql) throws SQLException;

    /** Runs a statement that writes and gives no rows. */
    void run(String sql, Object... arguments) throws SQLException;

    /**
     * Like {@link #run}, but may be sent together with others of its kind, at the latest before anything else is done on this connection. What is wrong with it
     * is told then.
     */
    default void runLater(String sql, Object... arguments) throws SQLException {
        run(sql, arguments);
    }

    /** How many rows the last statement changed that {@link #run} has run. */
    long changes() throws SQLException;

    /** Begins a transaction that writes. */
    void begin() throws SQLException;

    /** Begins a transaction that sees one state, from its first read on, and writes nothing. */
    void beginSnapshot() throws SQLException;

    void commit() throws SQLException;

    /** Ends a transaction that may or may not be open, and undoes it. */
    void rollbackIfOpen() throws SQLException;

    /** Runs a query and gives each of its rows until that is enough. */
    default void each(SqlText sql, RowAction action) throws SQLException {
        Prepared statement = prepare(sql.toString());
        try {
            boolean row = statement.first(sql.arguments().toArray());
            while (row) {
                row = action.take(statement) && statement.next();
            }
        } finally {
            statement.reset();
        }
    }

    /** What to do with each row of a result. */
    @FunctionalInterface
    interface RowAction {
        /** Whether to go on with the next one. */
        boolean take(Prepared row) throws SQLException;
    }

    /** The first column of the first row as an integer; {@code absent} when there is no row or it is null. */
    default long number(long absent, String sql, Object... arguments) throws SQLException {
        Prepared statement = prepare(sql);
        try {
            return statement.first(arguments) && !statement.isNull(0) ? statement.longAt(0) : absent;
        } finally {
            statement.reset();
        }
    }

    /** The first column of the first row as text; null when there is no row or it is null. */
    default String text(String sql, Object... arguments) throws SQLException {
        Prepared statement = prepare(sql);
        try {
            return statement.first(arguments) ? statement.textAt(0) : null;
        } finally {
            statement.reset();
        }
    }

    /** The first column of all rows as text. */
    default List<String> texts(String sql, Object... arguments) throws SQLException {
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

    /** Has what is read from now on end when the deadline is over, with an error that {@link Failures#isInterruption} knows. For readers. */
    void watch(Deadline deadline);

    /** Of what is being read, {@link Deadline#NONE} when nobody has set one. */
    Deadline deadline();

    /** Ends {@link #watch}; false when the connection is not fit for further reads, since an interruption may still be on its way to it. */
    boolean unwatch();

    @Override
    void close() throws SQLException;
}
