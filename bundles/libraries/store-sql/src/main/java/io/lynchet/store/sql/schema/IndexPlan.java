// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.schema;

import io.lynchet.api.row.RowCheck;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.store.Obstacle;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The difference between the indexes that a layout needs and those that exist. Needed are the declared ones, one behind
 * each unique field, and one for each reference without an own one. In SQLite every index ends with the id by itself;
 * the PostgreSQL dialect adds it to those that are not unique.
 */
public final class IndexPlan {
    private static final String PREFIX = "ix~";

    private final Database database;
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();

    private record Wanted(EntityTable table, Index index, String sql) {}

    /** A receiver of steps that rows prevent. */
    @FunctionalInterface
    public interface Refusing {
        void refuse(MigrationStep step, Obstacle why, List<String> ids);
    }

    public IndexPlan(Database database, Layout layout) {
        this.database = database;
        for (EntityTable table : layout.tables()) {
            Map<String, Index> declared = EntityTable.indexes(table.entity());
            declared.values().forEach(index -> want(table, index, PREFIX + table.number() + "~"));
            for (Field field : table.entity().fields()) {
                // A longer index finds the rows, too, but not in the order of their ids.
                boolean served = declared.values().stream()
                        .anyMatch(index -> index.fields().equals(List.of(field.name())));
                if (field.type().kind() == FieldType.Kind.REFERENCE && !served) {
                    want(
                            table,
                            new Index(field.name(), List.of(field.name()), false),
                            PREFIX + "ref~" + table.number() + "~");
                }
            }
        }
    }

    private void want(EntityTable table, Index index, String prefix) {
        String columns = database.dialect().indexColumns(columns(table, index).toList(), index.unique());
        String name = prefix + physical(index.name());
        String sql = "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + Column.quote(name) + " ON "
                + table.quoted() + " (" + columns + ")";
        wanted.put(name, new Wanted(table, index, sql));
    }

    private static java.util.stream.Stream<String> columns(EntityTable table, Index index) {
        return index.fields().stream().map(field -> table.column(field).quoted());
    }

    // SQLite's names ignore case; a name with capitals gets a mark that tells it from its lower-case twin.
    private static String physical(String name) {
        String plain = Catalog.harmless(name);
        return plain.equals(name) && name.equals(name.toLowerCase(Locale.ROOT))
                ? plain
                : plain + "~" + Integer.toHexString(name.hashCode());
    }

    /** Drops indexes that are not needed or differ from the needed ones. */
    public void dropStale() throws SQLException {
        for (Map.Entry<String, String> there :
                database.dialect().indexes(database, PREFIX).entrySet()) {
            Wanted want = wanted.get(there.getKey());
            if (want == null || !want.sql().equals(there.getValue())) {
                database.execute("DROP INDEX " + Column.quote(there.getKey()));
            }
        }
    }

    /**
     * Creates the missing indexes. Rows with equal values prevent a unique one; texts that are too long prevent any.
     */
    public void createMissing(Refusing refusing) throws SQLException {
        Map<String, String> there = database.dialect().indexes(database, PREFIX);
        for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
            Wanted want = entry.getValue();
            if (there.containsKey(entry.getKey())) {
                continue;
            }
            List<String> same = want.index().unique() ? idsOfSame(want) : List.of();
            List<String> tooLong = same.isEmpty() ? idsOfTooLong(want) : List.of();
            if (same.isEmpty() && tooLong.isEmpty()) {
                database.dialect().createIndex(database, entry.getKey(), want.sql());
            } else {
                MigrationStep step =
                        new MigrationStep.CreateIndex(want.table().entity().name(), want.index());
                refusing.refuse(
                        step,
                        same.isEmpty() ? Obstacle.TOO_LONG : Obstacle.SAME_VALUES,
                        same.isEmpty() ? tooLong : same);
            }
        }
    }

    private List<String> idsOfTooLong(Wanted want) throws SQLException {
        StringBuilder bytes = new StringBuilder("octet_length(\"id\")");
        int texts = 0;
        for (String field : want.index().fields()) {
            Column column = want.table().column(field);
            if (column.storage() == Column.Storage.TEXT) {
                bytes.append(" + coalesce(octet_length(")
                        .append(column.quoted())
                        .append("), 0)");
                texts++;
            }
        }
        return texts == 0
                ? List.of()
                : ColumnMigration.ids(database, want.table().name(), bytes + " > " + RowCheck.INDEXED_BYTES_MAX);
    }

    private List<String> idsOfSame(Wanted want) throws SQLException {
        String columns = columns(want.table(), want.index()).collect(Collectors.joining(", "));
        String noNull = columns(want.table(), want.index())
                .map(column -> column + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String condition = "(" + columns + ") IN (SELECT " + columns + " FROM "
                + want.table().quoted() + " WHERE " + noNull + " GROUP BY " + columns + " HAVING count(*) > 1)";
        return ColumnMigration.ids(database, want.table().name(), condition);
    }
}
