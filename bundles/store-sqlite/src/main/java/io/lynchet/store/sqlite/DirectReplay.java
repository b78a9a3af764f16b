// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.store.sql.copy.ReplayTarget;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.EntityTable;
import java.sql.SQLException;
import java.util.List;

/** A replay target that runs one statement after the other: the database is in this process. */
record DirectReplay(Database database) implements ReplayTarget {
    @Override
    public void expect(List<Change> changes) {
        // Reading ahead gains nothing.
    }

    @Override
    public Row get(EntityTable table, String id) throws SQLException {
        PreparedQuery statement = database.prepare(table.selectRow());
        try {
            return statement.first(id) ? table.read(statement, 0) : null;
        } finally {
            statement.reset();
        }
    }

    @Override
    public void write(EntityTable table, String id, String sql, Object[] arguments) throws SQLException {
        database.run(sql, arguments);
    }

    @Override
    public void became(EntityTable table, String id, Row row, long seq) {
        // The row is read again.
    }

    @Override
    public void log(int entity, Change change, byte[] before, byte[] after) throws SQLException {
        ChangeLog.append(database, entity, change, before, after);
    }

    @Override
    public void end() {
        // Everything is written already.
    }
}
