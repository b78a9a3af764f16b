// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Scope;
import io.lynchet.api.schema.Entity;
import io.lynchet.store.sql.table.ChangeLog;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The SQL that differs between databases. SQL that is passed in and returned never comes from callers. Stateless. */
public interface Dialect {
    /** Returns the type of a column. */
    String type(Column.Storage storage);

    /** Returns the text after the closing parenthesis of a {@code CREATE TABLE} for rows. */
    String tableEnding();

    /** Returns whether a table or other object has that name, in any case. */
    boolean isTaken(Database database, String table) throws SQLException;

    /** Returns the columns of a table, each as its name, a space, and its {@link Column.Storage}. */
    Set<String> columns(Database database, String table) throws SQLException;

    /** Returns the indexes whose names begin with the prefix, with the SQL that {@link #createIndex} was given. */
    Map<String, String> indexes(Database database, String prefix) throws SQLException;

    void createIndex(Database database, String name, String sql) throws SQLException;

    /** Returns the columns of an index that finds rows by their order, and equal ones by id. */
    String indexColumns(List<String> columns, boolean unique);

    /** Returns a key to order by: nulls come first ascending, and last descending. */
    String orderKey(String column, boolean ascending);

    /** Returns the statement that adds to the log, used by {@link ChangeLog#append}; always the same one. */
    String logEntry();

    /** Returns SQL for a number in a column that also holds texts, where a column has one type. */
    String metaValue(String parameter);

    /** Returns whether integers and floats in two columns are compared without rounding. */
    boolean comparesMixedColumnsExactly();

    /** Returns whether the database can search for a text with these characters inside others. */
    boolean findsInside(String sought);

    String contains(String text, String parameter);

    String endsWith(String text, String parameter);

    /**
     * Returns a match that ignores the case of ASCII letters, or null where the database has none. The parameter is the
     * pattern between two percent signs.
     */
    String like(String text, String pattern, String parameter);

    /**
     * Guards a condition of {@link #like}, so that it holds for all texts and its time depends only on their length.
     *
     * @param patternChars the length of the pattern
     * @param evaluated the same condition, evaluated by Java
     */
    String guardLike(String text, int patternChars, String condition, Supplier<String> evaluated);

    /** Returns the name of the time bucket, in UTC, of microseconds since 1970. */
    String bucket(String column, Grouping.Bucket bucket);

    /** Truncates a float, of less than 2^62 in amount, to a whole number. */
    String cut(String real);

    /** Returns whether the driver reads a whole result, or a large piece of it, into memory before its first row. */
    boolean takesWholeResults();

    /**
     * Returns a condition that Java evaluates in the middle of the statement, or null where the database can't call
     * back. Then the rows of the result are filtered again.
     *
     * @param arguments the columns that the condition reads, by their names in the statement
     * @param shapes the entities of the rows at depth 0, 1, ...
     * @param outer the scope around the statement, or null
     */
    String evaluated(SqlText out, Filter leaf, Map<String, Argument> arguments, List<Entity> shapes, Scope outer);

    /** A column of the row at a depth. */
    record Argument(int depth, Column column) {}
}
