// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.schema;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.TypeChange;
import io.lynchet.json.row.RowCodec;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.EntityTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The log entries of rows whose values an install changed: one entry each, however many fields changed. */
public final class BackfillLog {
    private static final int PAGE = 500;

    private final Database database;
    private final Instant at;

    public BackfillLog(Database database, Instant at) {
        this.database = database;
        this.at = at;
    }

    /** Writes the entries, by id. Old columns must still be present. */
    public void write(EntityTable table, List<ColumnMigration> moves) throws SQLException {
        List<ColumnMigration> filled =
                moves.stream().filter(ColumnMigration::mayChangeRows).toList();
        if (filled.isEmpty()) {
            return;
        }
        StringBuilder sql = new StringBuilder("SELECT " + table.columnList("a0"));
        for (ColumnMigration move : filled) {
            sql.append(", ")
                    .append(
                            move.oldColumn() == null
                                    ? "NULL"
                                    : "a0." + move.oldColumn().quoted());
        }
        sql.append(" FROM ").append(table.quoted()).append(" AS a0 WHERE a0.\"id\" > ?1 ORDER BY a0.\"id\" LIMIT ");
        List<Moved> page = page(sql.toString() + PAGE, table, filled, "");
        while (!page.isEmpty()) {
            for (Moved moved : page) {
                if (moved.before() != null) {
                    log(table, moved);
                }
            }
            page = page(
                    sql.toString() + PAGE,
                    table,
                    filled,
                    page.get(page.size() - 1).after().id());
        }
    }

    /** @param before null when the row did not change */
    private record Moved(Row before, Row after) {}

    private List<Moved> page(String sql, EntityTable table, List<ColumnMigration> filled, String afterId)
            throws SQLException {
        List<Moved> page = new ArrayList<>();
        PreparedQuery statement = database.prepare(sql);
        try {
            for (boolean row = statement.first(afterId); row; row = statement.next()) {
                page.add(moved(statement, table, filled));
            }
        } finally {
            statement.reset();
        }
        return page;
    }

    private static Moved moved(PreparedQuery statement, EntityTable table, List<ColumnMigration> filled)
            throws SQLException {
        Row after = table.read(statement, 0);
        Draft old = new Draft(table.entity());
        boolean changed = false;
        for (int i = 0; i < filled.size(); i++) {
            ColumnMigration move = filled.get(i);
            Column column = move.oldColumn();
            Object was = column == null
                    ? null
                    : column.read(statement, table.columns().size() + i);
            Field field = table.entity().field(move.to().name()).orElseThrow();
            Object kept = was == null ? null : TypeChange.nearest(was, field.type());
            changed |= (was == null) != (after.get(field.ordinal()) == null)
                    || (was != null && (move.replaces() || kept == null));
            old.set(field, kept);
        }
        return new Moved(changed ? after.with(old) : null, after);
    }

    private void log(EntityTable table, Moved moved) throws SQLException {
        long seq = ChangeLog.head(database) + 1;
        Row after = moved.after();
        Change change =
                Change.single(seq, table.entity().name(), after.id(), ChangeKind.UPDATE, moved.before(), after, at);
        ChangeLog.append(database, table.number(), change, RowCodec.encode(moved.before()), RowCodec.encode(after));
        database.run(
                "UPDATE " + table.quoted() + " SET " + EntityTable.SEQ + " = ?1 WHERE \"id\" = ?2", seq, after.id());
    }
}
