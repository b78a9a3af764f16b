// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

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

/** The SQL of SQLite. */
final class SqliteDialect implements Dialect {
    static final SqliteDialect INSTANCE = new SqliteDialect();

    /** In characters; about a tenth of a millisecond. */
    private static final int LIKE_COMPARISONS_MAX = 65_536;

    private static final String LOG_ENTRY = ChangeLog.entry("CAST(? AS TEXT)");

    private SqliteDialect() {}

    @Override
    public String type(Column.Storage storage) {
        return storage.name();
    }

    @Override
    public String tableEnding() {
        return " STRICT, WITHOUT ROWID";
    }

    @Override
    public boolean isTaken(Database database, String table) throws SQLException {
        return database.number(0, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = ?1 COLLATE NOCASE)", table)
                == 1;
    }

    @Override
    public Set<String> columns(Database database, String table) throws SQLException {
        return new HashSet<>(database.texts("SELECT name || ' ' || type FROM pragma_table_info(?1)", table));
    }

    @Override
    public Map<String, String> indexes(Database database, String prefix) throws SQLException {
        Map<String, String> all = new HashMap<>();
        PreparedQuery statement = database.prepare(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND substr(name, 1, ?2) = ?1");
        try {
            for (boolean row = statement.first(prefix, (long) prefix.length()); row; row = statement.next()) {
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
    }

    /** All indexes end with the id, since these tables have no row number. */
    @Override
    public String indexColumns(List<String> columns, boolean unique) {
        return String.join(", ", columns);
    }

    /** Nulls sort before all other values, as the contract requires. */
    @Override
    public String orderKey(String column, boolean ascending) {
        return ascending ? column : column + " DESC";
    }

    @Override
    public boolean takesWholeResults() {
        return false;
    }

    @Override
    public String logEntry() {
        return LOG_ENTRY;
    }

    @Override
    public String metaValue(String parameter) {
        return parameter;
    }

    @Override
    public boolean comparesMixedColumnsExactly() {
        return true;
    }

    @Override
    public boolean findsInside(String sought) {
        return true;
    }

    @Override
    public String contains(String text, String parameter) {
        return "instr(" + text + ", " + parameter + ") > 0";
    }

    @Override
    public String endsWith(String text, String parameter) {
        String bytes = "CAST(" + parameter + " AS BLOB)";
        return "substr(CAST(" + text + " AS BLOB), -length(" + bytes + ")) = " + bytes;
    }

    @Override
    public String like(String text, String pattern, String parameter) {
        return pattern.indexOf('\0') >= 0 ? null : text + " LIKE " + parameter;
    }

    /**
     * LIKE ends at a zero character; texts that hold one are rare but legal. LIKE may also compare the whole pattern at
     * each character of the text, and can't be interrupted meanwhile. So Java handles long texts, which are worth the
     * call.
     */
    @Override
    public String guardLike(String text, int patternChars, String condition, Supplier<String> evaluated) {
        int bytesMax = LIKE_COMPARISONS_MAX / Math.max(1, patternChars);
        return "CASE WHEN octet_length(" + text + ") > " + bytesMax + " OR instr(" + text + ", char(0)) > 0 THEN "
                + evaluated.get() + " ELSE " + condition + " END";
    }

    @Override
    public String bucket(String column, Grouping.Bucket bucket) {
        String format = switch (bucket) {
            case HOUR -> "%Y-%m-%dT%H";
            case DAY -> "%Y-%m-%d";
            case WEEK -> "%G-W%V";
            case MONTH -> "%Y-%m";
            case YEAR -> "%Y";
        };
        // Division rounds towards zero; before 1970 it must round down.
        String seconds = "(" + column + " / 1000000 - (" + column + " % 1000000 < 0))";
        return "strftime('" + format + "', " + seconds + ", 'unixepoch')";
    }

    @Override
    public String cut(String real) {
        return "CAST(" + real + " AS INTEGER)";
    }

    @Override
    public String evaluated(
            SqlText out, Filter leaf, Map<String, Argument> arguments, List<Entity> shapes, Scope outer) {
        String number = out.bind(new Evaluations.Condition(leaf, shapes, List.copyOf(arguments.values()), outer));
        StringBuilder call = new StringBuilder(Evaluations.FUNCTION).append('(').append(number);
        arguments.keySet().forEach(column -> call.append(", ").append(column));
        return call.append(')').toString();
    }
}
