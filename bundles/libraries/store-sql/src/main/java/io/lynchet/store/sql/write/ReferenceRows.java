// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.store.check.ReferenceCheck;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows and their referrers, read inside the writer's transaction. */
public class ReferenceRows implements ReferenceCheck.Rows<SQLException> {
    private final Database database;
    private final Layout layout;

    public ReferenceRows(Database database, Layout layout) {
        this.database = database;
        this.layout = layout;
    }

    protected final EntityTable table(Entity entity) {
        return layout.of(entity);
    }

    @Override
    public final Entity target(Field reference) {
        return layout.target(reference).entity();
    }

    @Override
    public boolean has(Entity entity, String id) throws SQLException {
        return database.number(-1, table(entity).selectSeq(), id) >= 0;
    }

    @Override
    public Row get(Entity entity, String id) throws SQLException {
        EntityTable table = table(entity);
        PreparedQuery statement = database.prepare(table.selectRow());
        try {
            return statement.first(id) ? table.read(statement, 0) : null;
        } finally {
            statement.reset();
        }
    }

    @Override
    public final List<EntityTable.Referrer> referrers(Entity target) {
        return table(target).referrers();
    }

    @Override
    public List<Row> referring(ReferenceCheck.Referrer by, Row to, int limit) throws SQLException {
        EntityTable table = table(by.entity());
        String sql = new EntityTable.Referrer(table, table.column(by.field())).selectOthers(table(to.entity()), limit);
        List<Row> found = new ArrayList<>(0);
        PreparedQuery statement = database.prepare(sql);
        try {
            for (boolean row = statement.first(to.id()); row; row = statement.next()) {
                found.add(table.read(statement, 0));
            }
        } finally {
            statement.reset();
        }
        return found;
    }
}
