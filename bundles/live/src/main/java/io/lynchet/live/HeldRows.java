// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.row.Row;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of all results, each of them in memory once: a result that reads a row which another one holds already goes on with that one. Confined to
 * the engine's thread.
 */
final class HeldRows {
    private final Map<String, Map<String, Held>> entities = new HashMap<>();
    private long bytes;

    /** A row, and how many results hold it. */
    static final class Held {
        private final Row row;
        private int holders;

        private Held(Row row) {
            this.row = row;
        }

        Row row() {
            return row;
        }
    }

    /** What all rows take that are held, each counted once. */
    long bytes() {
        return bytes;
    }

    /** Holds it once more; {@link #release} must follow. The row in what it returns is equal, and may be another object. */
    Held hold(Row row) {
        Map<String, Held> ofEntity = entities.computeIfAbsent(row.entity().name(), name -> new HashMap<>());
        Held held = ofEntity.get(row.id());
        // A row of another generation of the schema is another one: its fields are elsewhere.
        if (held == null || held.row.entity() != row.entity() || !held.row.equals(row)) {
            held = new Held(row);
            ofEntity.put(row.id(), held);
            bytes += row.bytes();
        }
        held.holders++;
        return held;
    }

    void release(Held held) {
        if (--held.holders > 0) {
            return;
        }
        bytes -= held.row.bytes();
        String entity = held.row.entity().name();
        Map<String, Held> ofEntity = entities.get(entity);
        // An older version may have been replaced by a newer one, which stays.
        if (ofEntity != null && ofEntity.remove(held.row.id(), held) && ofEntity.isEmpty()) {
            entities.remove(entity);
        }
    }
}
