// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Numbers of entities by the names that another store's log gives. */
public final class EntityNumbers {
    private final Database database;
    private final Map<String, Integer> numbers = new HashMap<>();
    private boolean added;

    public EntityNumbers(Database database, Layout layout) {
        this.database = database;
        layout.tables().forEach(table -> numbers.put(table.entity().name(), table.number()));
    }

    /** Entries of entities that were dropped name an entity that the schema does not have; it gets a number here, as a dropped one. */
    public int of(String entity) throws SQLException {
        Integer known = numbers.get(entity);
        if (known == null) {
            known = (int) database.number(
                    -1, "SELECT number FROM lynchet_entities WHERE name = ?1 AND dropped = 1 LIMIT 1", entity);
            if (known < 0) {
                known = Catalog.addEntity(database, entity);
                Catalog.dropEntity(database, known);
                added = true;
            }
            numbers.put(entity, known);
        }
        return known;
    }

    /** Whether the catalogue has got names that a layout read before does not have. */
    public boolean hasAdded() {
        return added;
    }
}
