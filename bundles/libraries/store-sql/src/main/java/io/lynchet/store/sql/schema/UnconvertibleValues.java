// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.schema;

import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.TypeChange;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a column that another type can't represent exactly.
 *
 * @param condition true for such rows. For whole numbers that become floats it is wider, since only Java compares them
 *     without rounding
 * @param arguments of the condition
 * @param target the type to represent the values, or null when the condition alone decides
 * @param column quoted
 */
record UnconvertibleValues(String condition, List<Object> arguments, FieldType target, String column) {
    static final UnconvertibleValues NONE = new UnconvertibleValues("1 = 0", List.of(), null, null);

    static UnconvertibleValues of(FieldType from, FieldType to, String column) {
        if (to.kind() == FieldType.Kind.FLOAT && from.kind() == FieldType.Kind.INT) {
            return new UnconvertibleValues(
                    "(" + column + " > 9007199254740992 OR " + column + " < -9007199254740992)", List.of(), to, column);
        }
        if (to.kind() == FieldType.Kind.INT && from.kind() == FieldType.Kind.FLOAT) {
            String range = column + " >= 9223372036854775808.0 OR " + column + " < -9223372036854775808.0";
            return new UnconvertibleValues(
                    "(" + range + " OR " + column + " <> round(" + column + "))", List.of(), null, column);
        }
        if (from.kind().valueClass() != to.kind().valueClass()) {
            throw new IllegalArgumentException("the plan keeps values of " + from + " as " + to);
        }
        if (to.kind() != FieldType.Kind.ENUM) {
            return NONE;
        }
        List<Object> allowed = List.copyOf(to.values());
        return new UnconvertibleValues(
                column + " NOT IN (" + "?, ".repeat(allowed.size() - 1) + "?)", allowed, null, column);
    }

    /** Returns whether such rows get another value, rather than the nearest one. */
    boolean areReplaced() {
        return !equals(NONE) && target == null;
    }

    /** Returns SQL for the value, or another one instead of an unconvertible value. */
    String replaced(String value, Object instead, List<Object> to) {
        if (!areReplaced()) {
            return value;
        }
        to.addAll(arguments);
        to.add(instead);
        return "CASE WHEN " + condition + " THEN ? ELSE " + value + " END";
    }

    /** Returns the first ids, one more than a response names. */
    List<String> ids(Database database, String table) throws SQLException {
        if (equals(NONE)) {
            return List.of();
        }
        return target == null
                ? ColumnMigration.ids(database, table, condition, arguments.toArray())
                : rounded(database, table);
    }

    /** Returns the first ids of rows that would have no value if unconvertible values were discarded. */
    List<String> idsOrNulls(Database database, String table, String quoted) throws SQLException {
        return areReplaced()
                ? ColumnMigration.ids(database, table, quoted + " IS NULL OR " + condition, arguments.toArray())
                : ColumnMigration.ids(database, table, quoted + " IS NULL");
    }

    private List<String> rounded(Database database, String table) throws SQLException {
        List<String> ids = new ArrayList<>();
        PreparedQuery statement = database.prepare("SELECT \"id\", " + column + " FROM " + Column.quote(table)
                + " WHERE " + condition + " ORDER BY \"id\"");
        try {
            for (boolean row = statement.first();
                    row && ids.size() <= StoreErrors.ROWS_NAMED_MAX;
                    row = statement.next()) {
                if (TypeChange.exact(statement.longAt(1), target) == null) {
                    ids.add(statement.textAt(0));
                }
            }
        } finally {
            statement.reset();
        }
        return ids;
    }
}
