// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.copy;

import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The numbers of entities by the names in another store's log. */
public final class EntityNumbers {
    private final Database database;
    private final Map<String, Integer> numbers = new HashMap<>();
    private boolean added;

    public EntityNumbers(Database database, Layout layout) {
        this.database = database;
        layout.tables().forEach(table -> numbers.put(table.entity().name(), table.number()));
    }

    /**
     * Returns the number of an entity. A dropped entity that only the log names gets a number here, marked as dropped.
     */
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

    /** Returns whether the catalogue has got names that the layout given at the start lacks. */
    public boolean hasAdded() {
        return added;
    }
}
