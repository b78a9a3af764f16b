// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.row.Row;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.table.EntityTable;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The rows by id as a transaction sees them: read for many commits at once, and changed by its own writes. */
final class KnownRows {
    private final PostgresDatabase database;
    private final Map<EntityTable, Map<String, Stored>> rows = new HashMap<>();

    /** A row and the seq of its last change. */
    record Stored(Row row, long seq) {}

    KnownRows(PostgresDatabase database) {
        this.database = database;
    }

    PostgresDatabase database() {
        return database;
    }

    /** Reads the rows that are not known yet, in one query. */
    void read(EntityTable table, Collection<String> ids) throws SQLException {
        Map<String, Stored> known = rows.computeIfAbsent(table, any -> new HashMap<>());
        String[] wanted =
                ids.stream().filter(id -> !known.containsKey(id)).distinct().toArray(String[]::new);
        if (wanted.length == 0) {
            return;
        }
        for (String id : wanted) {
            known.put(id, null);
        }
        PreparedQuery statement = database.prepare("SELECT " + EntityTable.SEQ + ", " + table.columnList("a0")
                + " FROM " + table.quoted() + " AS a0 WHERE a0.\"id\" = ANY (?)");
        try {
            for (boolean row = statement.first((Object) wanted); row; row = statement.next()) {
                Row found = table.read(statement, 1);
                known.put(found.id(), new Stored(found, statement.longAt(0)));
            }
        } finally {
            statement.reset();
        }
    }

    /** Returns the row, or null. */
    Stored get(EntityTable table, String id) throws SQLException {
        if (id == null) {
            return null;
        }
        Map<String, Stored> known = rows.get(table);
        if (known == null || !known.containsKey(id)) {
            read(table, java.util.List.of(id));
            known = rows.get(table);
        }
        return known.get(id);
    }

    /** Records a write of the transaction; null for a deleted row. */
    void put(EntityTable table, String id, Stored row) {
        rows.computeIfAbsent(table, any -> new HashMap<>()).put(id, row);
    }

    /** Forgets all rows, so that they are read again. */
    void forget() {
        rows.clear();
    }
}
