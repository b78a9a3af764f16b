// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.store.sql.copy.ReplayTarget;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A replay target that reads all rows at once and sends all writes together. */
final class BatchedReplay implements ReplayTarget {
    private final Layout layout;
    private final KnownRows rows;
    private final Outgoing outgoing;

    BatchedReplay(PostgresDatabase database, Layout layout) {
        this.layout = layout;
        this.rows = new KnownRows(database);
        this.outgoing = new Outgoing(database);
    }

    @Override
    public void expect(List<Change> changes) throws SQLException {
        Map<EntityTable, Set<String>> ids = new HashMap<>();
        for (Change change : changes) {
            EntityTable table = layout.byNameOrNull(change.entity());
            if (table != null) {
                ids.computeIfAbsent(table, any -> new HashSet<>()).add(change.id());
            }
        }
        for (Map.Entry<EntityTable, Set<String>> entry : ids.entrySet()) {
            rows.read(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public Row get(EntityTable table, String id) throws SQLException {
        KnownRows.Stored stored = rows.get(table, id);
        return stored == null ? null : stored.row();
    }

    @Override
    public void write(EntityTable table, String id, String sql, Object[] arguments) throws SQLException {
        outgoing.row(table, id, sql, arguments);
    }

    @Override
    public void became(EntityTable table, String id, Row row, long seq) {
        rows.put(table, id, row == null ? null : new KnownRows.Stored(row, seq));
    }

    @Override
    public void log(int entity, Change change, byte[] before, byte[] after) {
        outgoing.log(entity, change, before, after);
    }

    @Override
    public void end() throws SQLException {
        outgoing.send();
    }
}
