// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

import io.lynchet.api.store.Deadline;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection with its prepared statements. Used by one thread at a time. Parameters are written {@code ?} or
 * {@code ?1}, {@code ?2}, not both in one statement. Arguments are null, Long, Double, String or byte[].
 */
public interface Database extends AutoCloseable {
    /** Returns the SQL dialect of this database. */
    Dialect dialect();

    /** Runs statements that return no rows, without parameters. */
    void execute(String sql) throws SQLException;

    /** Returns the statement with that text, from the cache or newly prepared. It belongs to this connection. */
    PreparedQuery prepare(String sql) throws SQLException;

    /** Runs a statement that writes and returns no rows. */
    void run(String sql, Object... arguments) throws SQLException;

    /**
     * Runs a statement like {@link #run}, but may send it together with others of its kind. It is sent at the latest
     * before anything else is done on this connection, and fails then.
     */
    default void runLater(String sql, Object... arguments) throws SQLException {
        run(sql, arguments);
    }

    /** Returns the number of rows that the last statement of {@link #run} changed. */
    long changes() throws SQLException;

    /** Begins a transaction that writes. */
    void begin() throws SQLException;

    /** Begins a transaction that sees one state, from its first read on, and writes nothing. */
    void beginSnapshot() throws SQLException;

    void commit() throws SQLException;

    /** Rolls back the transaction if one is open. */
    void rollbackIfOpen() throws SQLException;

    /** Runs a query and passes on its rows until the action wants no more. */
    default void each(SqlText sql, RowAction action) throws SQLException {
        PreparedQuery statement = prepare(sql.toString());
        try {
            boolean row = statement.first(sql.arguments().toArray());
            while (row) {
                row = action.take(statement) && statement.next();
            }
        } finally {
            statement.reset();
        }
    }

    /** An action on each row of a result. */
    @FunctionalInterface
    interface RowAction {
        /** Takes one row and returns whether to go on with the next. */
        boolean take(PreparedQuery row) throws SQLException;
    }

    /**
     * Returns the first column of the first row as an integer, or {@code absent} when there is no row or it is null.
     */
    default long number(long absent, String sql, Object... arguments) throws SQLException {
        PreparedQuery statement = prepare(sql);
        try {
            return statement.first(arguments) && !statement.isNull(0) ? statement.longAt(0) : absent;
        } finally {
            statement.reset();
        }
    }

    /** Returns the first column of the first row as text, or null when there is no row or it is null. */
    default String text(String sql, Object... arguments) throws SQLException {
        PreparedQuery statement = prepare(sql);
        try {
            return statement.first(arguments) ? statement.textAt(0) : null;
        } finally {
            statement.reset();
        }
    }

    /** Returns the first column of all rows as text. */
    default List<String> texts(String sql, Object... arguments) throws SQLException {
        List<String> all = new ArrayList<>();
        PreparedQuery statement = prepare(sql);
        try {
            for (boolean row = statement.first(arguments); row; row = statement.next()) {
                all.add(statement.textAt(0));
            }
        } finally {
            statement.reset();
        }
        return all;
    }

    /**
     * Sets a deadline for all later reads. A read that passes it ends with an error that
     * {@link SqlFailures#isInterruption} recognises. For readers.
     */
    void watch(Deadline deadline);

    /** Returns the deadline of reads, or {@link Deadline#NONE} when none is set. */
    Deadline deadline();

    /**
     * Ends {@link #watch}. Returns false when the connection must not be used for further reads, since an interruption
     * may still be on its way to it.
     */
    boolean unwatch();

    @Override
    void close() throws SQLException;
}
