// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.store.ReadSet;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.List;

/** The check that a transaction's reads still hold: no later entry of the log may touch them. */
public final class ReadSetCheck {
    private static final int PAGE = 1_000;

    private final ReadSet reads;
    private final RowSource rows;

    private ReadSetCheck(ReadSet reads, RowSource rows) {
        this.reads = reads;
        this.rows = rows;
    }

    /**
     * Fails with {@code CONFLICT} when a read no longer holds.
     *
     * @param head the head of the log as the transaction sees it
     */
    public static void require(ReadSet reads, Database database, Layout layout, long head, RowSource rows)
            throws SQLException {
        reads.filters().forEach(read -> layout.of(read.entity()));
        if (reads.seq() > head || reads.seq() + 1 < ChangeLog.oldest(database)) {
            throw StoreErrors.readSetBroken(reads);
        }
        ReadSetCheck check = new ReadSetCheck(reads, rows);
        for (long after = reads.seq(); after < head; ) {
            List<Change> page = ChangeLog.read(database, layout, after, head, PAGE);
            if (page.stream().anyMatch(check::touches)) {
                throw StoreErrors.readSetBroken(reads);
            }
            after = page.get(page.size() - 1).seq();
        }
    }

    private boolean touches(Change change) {
        if (reads.rows().contains(new ReadSet.RowRead(change.entity(), change.id()))) {
            return true;
        }
        return reads.filters().stream()
                .filter(read -> read.entity().name().equals(change.entity()))
                .anyMatch(read -> matches(read, change.before()) || matches(read, change.after()));
    }

    private boolean matches(ReadSet.FilterRead read, Row row) {
        return row != null && read.filter().matches(Scope.of(row, rows));
    }
}
