// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.schema.Schema;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** Reads the layout of a schema and compares it with the tables: a plan that does not lead there is the planner's mistake. */
public final class LayoutCheck {
    private final Database database;
    private final Schema schema;

    public LayoutCheck(Database database, Schema schema) {
        this.database = database;
        this.schema = schema;
    }

    /** An {@link IllegalArgumentException} when an entity or field is missing, left over, or of another type. */
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
