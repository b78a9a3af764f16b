// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.check.ReferenceCheck;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.write.ReferenceRows;
import java.sql.SQLException;
import java.util.List;

/**
 * The references of a group. Targets come from the rows read for the whole group. Referrers come from the server, to
 * which waiting writes are sent before.
 */
final class KnownReferences extends ReferenceRows {
    private final KnownRows rows;
    private final Outgoing outgoing;

    KnownReferences(Layout layout, KnownRows rows, Outgoing outgoing) {
        super(rows.database(), layout);
        this.rows = rows;
        this.outgoing = outgoing;
    }

    @Override
    public boolean has(Entity entity, String id) throws SQLException {
        return rows.get(table(entity), id) != null;
    }

    @Override
    public Row get(Entity entity, String id) throws SQLException {
        KnownRows.Stored stored = rows.get(table(entity), id);
        return stored == null ? null : stored.row();
    }

    @Override
    public List<Row> referring(ReferenceCheck.Referrer by, Row to, int limit) throws SQLException {
        outgoing.send();
        return super.referring(by, to, limit);
    }

    @Override
    public RuntimeException guardFailed(Throwable failure) {
        return failure instanceof Group.SendFailure ours ? ours : super.guardFailed(failure);
    }
}
