// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Scope;
import io.lynchet.api.schema.Entity;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** How one database says what others say in other words. SQL that is given and comes back is never from callers. Stateless. */
public interface Dialect {
    /** The type of a column. */
    String type(Column.Storage storage);

    /** What follows the closing parenthesis of a table of rows. */
    String tableEnding();

    /** Whether there is anything of that name, in any case. */
    boolean isTaken(Database database, String table) throws SQLException;

    /** The columns of a table, each as its name, a space, and its {@link Column.Storage}. */
    Set<String> columns(Database database, String table) throws SQLException;

    /** The indexes whose names begin like that, with the SQL that {@link #createIndex} was given. */
    Map<String, String> indexes(Database database, String prefix) throws SQLException;

    void createIndex(Database database, String name, String sql) throws SQLException;

    /** The columns of an index such that it finds rows by their order, and among equal ones by id. */
    String indexColumns(List<String> columns, boolean unique);

    /** A key to order by: nulls come first ascending, and last descending. */
    String orderKey(String column, boolean ascending);

    /** The statement that adds to the log, by {@link ChangeLog#append}; always the same one. */
    String logEntry();

    /** A number, kept in a column that holds texts too where columns have one type. */
    String metaValue(String parameter);

    /** Whether integers and floats in two columns are compared without rounding. */
    boolean comparesMixedColumnsExactly();

    /** Whether texts with this in them can be looked for inside others. */
    boolean findsInside(String sought);

    String contains(String text, String parameter);

    String endsWith(String text, String parameter);

    /** Without regard to the case of ASCII letters; null where it can't be said. The parameter is the pattern between two percent signs. */
    String like(String text, String pattern, String parameter);

    /**
     * A condition by {@link #like}, such that it holds for all texts, and takes time by their length only.
     *
     * @param patternChars length of the pattern
     * @param evaluated the same by Java
     */
    String guardLike(String text, int patternChars, String condition, Supplier<String> evaluated);

    /** The name of the part of time in UTC, of microseconds since 1970. */
    String bucket(String column, Grouping.Bucket bucket);

    /** A float of less than 2^62 in amount, cut to a whole number. */
    String cut(String real);

    /** Whether the driver takes a whole result, or a large piece of it, into memory before its first row can be read. */
    boolean takesWholeResults();

    /**
     * A condition that only Java can tell, evaluated in the middle of the statement; null where the database can't call back. The rows that a query gives
     * are then looked at again.
     *
     * @param arguments the columns that it reads, as they are called in the statement
     * @param shapes entities of the rows at depth 0, 1, ...
     * @param outer the scope around the statement, or null
     */
    String evaluated(SqlText out, Filter leaf, Map<String, Argument> arguments, List<Entity> shapes, Scope outer);

    /** A column of the row at a depth. */
    record Argument(int depth, Column column) {}
}
