// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.schema;

import io.lynchet.api.schema.Schema;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * A reader of a schema's layout that compares it with the tables: a plan that leads elsewhere is the planner's mistake.
 */
public final class LayoutCheck {
    private final Database database;
    private final Schema schema;

    public LayoutCheck(Database database, Schema schema) {
        this.database = database;
        this.schema = schema;
    }

    /**
     * Reads the layout. Throws {@link IllegalArgumentException} when an entity or field is missing, left over, or of
     * another type.
     */
    public Layout read() throws SQLException {
        Layout layout;
        try {
            layout = Catalog.read(database, Optional.of(schema));
            schema.entities().forEach(layout::of);
        } catch (NoSuchElementException | io.lynchet.api.schema.SchemaChangedException e) {
            throw new IllegalArgumentException("the plan does not lead to the entities of the schema", e);
        }
        for (EntityTable table : layout.tables()) {
            Set<String> stored = database.dialect().columns(database, table.name());
            for (Column column : table.columns()) {
                if (!stored.contains(column.name() + " " + column.storage())) {
                    throw new IllegalArgumentException("the plan does not lead to the type of " + table.entity() + "."
                            + column.field().name());
                }
            }
            if (Catalog.columnNames(database, table.number()).size()
                    != table.columns().size() - 1) {
                throw new IllegalArgumentException("the plan does not lead to the fields of " + table.entity());
            }
        }
        return layout;
    }
}
