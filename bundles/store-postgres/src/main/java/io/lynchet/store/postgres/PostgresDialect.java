// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Scope;
import io.lynchet.api.schema.Entity;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.Dialect;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.database.SqlText;
import io.lynchet.store.sql.table.ChangeLog;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The SQL of PostgreSQL. */
final class PostgresDialect implements Dialect {
    static final PostgresDialect INSTANCE = new PostgresDialect();

    /** The log stores rows as bytes, which may hold any character. */
    private static final String LOG_ENTRY = ChangeLog.entry("?");

    private PostgresDialect() {}

    @Override
    public String type(Column.Storage storage) {
        return switch (storage) {
            // By code points, as the contract compares texts.
            case TEXT -> "text COLLATE \"C\"";
            case INTEGER -> "bigint";
            case REAL -> "double precision";
        };
    }

    @Override
    public String tableEnding() {
        return "";
    }

    @Override
    public boolean isTaken(Database database, String table) throws SQLException {
        return database.number(
                        0,
                        "SELECT 1 FROM pg_catalog.pg_class WHERE relnamespace = current_schema()::regnamespace"
                                + " AND lower(relname) = lower(?) LIMIT 1",
                        table)
                == 1;
    }

    @Override
    public Set<String> columns(Database database, String table) throws SQLException {
        Set<String> all = new HashSet<>();
        PreparedQuery statement = database.prepare("SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_schema = current_schema() AND table_name = ?");
        try {
            for (boolean row = statement.first(table); row; row = statement.next()) {
                Column.Storage storage = switch (statement.textAt(1)) {
                    case "bigint" -> Column.Storage.INTEGER;
                    case "double precision" -> Column.Storage.REAL;
                    default -> Column.Storage.TEXT;
                };
                all.add(statement.textAt(0) + " " + storage);
            }
        } finally {
            statement.reset();
        }
        return all;
    }

    /** Returns the indexes with the SQL from their comments: PostgreSQL itself returns the SQL in a changed form. */
    @Override
    public Map<String, String> indexes(Database database, String prefix) throws SQLException {
        Map<String, String> all = new HashMap<>();
        PreparedQuery statement = database.prepare(
                "SELECT relname, coalesce(obj_description(oid, 'pg_class'), '') FROM pg_catalog.pg_class"
                        + " WHERE relkind = 'i' AND relnamespace = current_schema()::regnamespace"
                        + " AND starts_with(relname::text, ?)");
        try {
            for (boolean row = statement.first(prefix); row; row = statement.next()) {
                all.put(statement.textAt(0), statement.textAt(1));
            }
        } finally {
            statement.reset();
        }
        return all;
    }

    @Override
    public void createIndex(Database database, String name, String sql) throws SQLException {
        database.execute(sql);
        database.execute("COMMENT ON INDEX " + Column.quote(name) + " IS '" + sql.replace("'", "''") + "'");
    }

    @Override
    public String indexColumns(List<String> columns, boolean unique) {
        if (unique) {
            return String.join(", ", columns);
        }
        return String.join(" NULLS FIRST, ", columns) + " NULLS FIRST, \"id\"";
    }

    @Override
    public String orderKey(String column, boolean ascending) {
        return ascending ? column + " NULLS FIRST" : column + " DESC NULLS LAST";
    }

    @Override
    public boolean takesWholeResults() {
        return true;
    }

    @Override
    public String logEntry() {
        return LOG_ENTRY;
    }

    @Override
    public String metaValue(String parameter) {
        return "CAST(" + parameter + " AS text)";
    }

    /** Returns false: integers become floats here. */
    @Override
    public boolean comparesMixedColumnsExactly() {
        return false;
    }

    @Override
    public boolean findsInside(String sought) {
        return ZeroText.isPlain(sought);
    }

    @Override
    public String contains(String text, String parameter) {
        return "strpos(" + text + ", " + parameter + ") > 0";
    }

    @Override
    public String endsWith(String text, String parameter) {
        return "right(" + text + ", char_length(" + parameter + ")) = " + parameter;
    }

    /**
     * With the collation "C" only ASCII letters have two cases. A character that is encoded as two would be two for an
     * underscore.
     */
    @Override
    public String like(String text, String pattern, String parameter) {
        return pattern.indexOf('_') >= 0 ? null : text + " ILIKE " + parameter + " ESCAPE ''";
    }

    /**
     * Returns the condition as it is: a match backtracks at most to the last percent sign, and the characters of all
     * patterns of a filter are limited.
     */
    @Override
    public String guardLike(String text, int patternChars, String condition, Supplier<String> evaluated) {
        return condition;
    }

    @Override
    public String bucket(String column, Grouping.Bucket bucket) {
        String format = switch (bucket) {
            case HOUR -> "YYYY-MM-DD\"T\"HH24";
            case DAY -> "YYYY-MM-DD";
            case WEEK -> "IYYY-\"W\"IW";
            case MONTH -> "YYYY-MM";
            case YEAR -> "YYYY";
        };
        // Whole seconds are exact as floats, by which intervals are multiplied. Division rounds towards zero; before
        // 1970 it must round down.
        String seconds = "(" + column + " / 1000000 - CASE WHEN " + column + " % 1000000 < 0 THEN 1 ELSE 0 END)";
        return "to_char(timestamp '1970-01-01' + " + seconds + " * interval '1 second', '" + format + "')";
    }

    @Override
    public String cut(String real) {
        return "CAST(trunc(" + real + ") AS bigint)";
    }

    /** Returns null: the server can't call Java. */
    @Override
    public String evaluated(
            SqlText out, Filter leaf, Map<String, Argument> arguments, List<Entity> shapes, Scope outer) {
        return null;
    }
}
