// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.copy;

import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.read.SqlSnapshot;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.table.OperationTable;
import java.sql.SQLException;
import java.util.List;

/** The copy of everything that a snapshot sees into a sink. */
public final class StoreCopy {
    private static final int CHANGES_AT_ONCE = 1_000;

    private StoreCopy() {}

    /** @param info about the store; head and oldest seq are replaced by those of the snapshot */
    public static void run(SqlSnapshot snapshot, StoreInfo info, StoreSink sink) throws SQLException {
        Database reader = snapshot.reader();
        Layout layout = snapshot.layout();
        long oldest = ChangeLog.oldest(reader);
        sink.begin(
                new StoreInfo(
                        info.provider(),
                        info.storeId(),
                        info.epoch(),
                        snapshot.seq(),
                        oldest,
                        info.capabilities(),
                        info.details()),
                layout.schema().orElse(Schema.EMPTY));
        for (EntityTable table : layout.tables()) {
            rows(reader, table, sink);
        }
        List<Change> page = snapshot.changes(oldest - 1, CHANGES_AT_ONCE);
        while (!page.isEmpty()) {
            page.forEach(sink::change);
            page = snapshot.changes(page.get(page.size() - 1).seq(), CHANGES_AT_ONCE);
        }
        OperationTable.all(reader, sink::operation);
        sink.end();
    }

    private static void rows(Database reader, EntityTable table, StoreSink sink) throws SQLException {
        PreparedQuery statement = reader.prepare("SELECT " + EntityTable.SEQ + ", " + table.columnList("a0") + " FROM "
                + table.quoted() + " AS a0 ORDER BY a0.\"id\"");
        try {
            for (boolean row = statement.first(); row; row = statement.next()) {
                sink.row(table.read(statement, 1), statement.longAt(0));
            }
        } finally {
            statement.reset();
        }
    }
}
