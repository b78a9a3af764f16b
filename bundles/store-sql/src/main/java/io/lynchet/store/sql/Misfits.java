// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.TypeChange;
import io.lynchet.api.store.Refusals;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a column that another type does not have exactly.
 *
 * @param condition what such rows fulfil; for whole numbers that become floats, a wider one, since only Java tells without rounding itself
 * @param arguments of the condition
 * @param target the type whose values are looked for, or null when the condition tells all
 * @param column quoted
 */
record Misfits(String condition, List<Object> arguments, FieldType target, String column) {
    static final Misfits NONE = new Misfits("1 = 0", List.of(), null, null);

    static Misfits of(FieldType from, FieldType to, String column) {
        if (to.kind() == FieldType.Kind.FLOAT && from.kind() == FieldType.Kind.INT) {
            return new Misfits(
                    "(" + column + " > 9007199254740992 OR " + column + " < -9007199254740992)", List.of(), to, column);
        }
        if (to.kind() == FieldType.Kind.INT && from.kind() == FieldType.Kind.FLOAT) {
            String range = column + " >= 9223372036854775808.0 OR " + column + " < -9223372036854775808.0";
            return new Misfits("(" + range + " OR " + column + " <> round(" + column + "))", List.of(), null, column);
        }
        if (from.kind().valueClass() != to.kind().valueClass()) {
            throw new IllegalArgumentException("the plan keeps values of " + from + " as " + to);
        }
        if (to.kind() != FieldType.Kind.ENUM) {
            return NONE;
        }
        List<Object> allowed = List.copyOf(to.values());
        return new Misfits(column + " NOT IN (" + "?, ".repeat(allowed.size() - 1) + "?)", allowed, null, column);
    }

    /** Whether such rows get another value, rather than the nearest one. */
    boolean areReplaced() {
        return !equals(NONE) && target == null;
    }

    /** The value, or another one instead of a misfit. */
    String replaced(String value, Object instead, List<Object> to) {
        if (!areReplaced()) {
            return value;
        }
        to.addAll(arguments);
        to.add(instead);
        return "CASE WHEN " + condition + " THEN ? ELSE " + value + " END";
    }

    /** The first ids, one more than an answer names. */
    List<String> ids(Database database, String table) throws SQLException {
        if (equals(NONE)) {
            return List.of();
        }
        return target == null
                ? ColumnMove.ids(database, table, condition, arguments.toArray())
                : rounded(database, table);
    }

    /** The first ids of rows that would have no value, were misfits given up. */
    List<String> idsOrNulls(Database database, String table, String quoted) throws SQLException {
        return areReplaced()
                ? ColumnMove.ids(database, table, quoted + " IS NULL OR " + condition, arguments.toArray())
                : ColumnMove.ids(database, table, quoted + " IS NULL");
    }

    private List<String> rounded(Database database, String table) throws SQLException {
        List<String> ids = new ArrayList<>();
        Prepared statement = database.prepare("SELECT \"id\", " + column + " FROM " + Column.quote(table) + " WHERE "
                + condition + " ORDER BY \"id\"");
        try {
            for (boolean row = statement.first();
                    row && ids.size() <= Refusals.ROWS_NAMED_MAX;
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
