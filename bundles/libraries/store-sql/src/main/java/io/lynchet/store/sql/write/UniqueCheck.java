// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Index;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.EntityTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The check of unique values inside the writer's transaction. */
public final class UniqueCheck {
    private final Database database;

    public UniqueCheck(Database database) {
        this.database = database;
    }

    /**
     * Returns {@code UNIQUE_VIOLATION} for the first unique field or index in which another row has the same values;
     * null when there is none.
     */
    public LynchetException taken(EntityTable table, Row row) throws SQLException {
        for (Index index : EntityTable.indexes(table.entity()).values()) {
            if (index.unique() && isTaken(table, index, row)) {
                return StoreErrors.notUnique(table.entity(), index.fields());
            }
        }
        return null;
    }

    private boolean isTaken(EntityTable table, Index index, Row row) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT 1 FROM " + table.quoted() + " WHERE \"id\" <> ?");
        List<Object> arguments = new ArrayList<>(List.of(row.id()));
        for (String field : index.fields()) {
            Column column = table.column(field);
            sql.append(" AND ").append(column.quoted()).append(" = ?");
            arguments.add(Column.toSql(row.get(column.ordinal())));
        }
        return arguments.stream().allMatch(Objects::nonNull)
                && database.number(0, sql.append(" LIMIT 1").toString(), arguments.toArray()) == 1;
    }
}
