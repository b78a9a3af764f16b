// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.row.Row;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of all results, each of them in memory once. A result that reads a row which another one holds takes over
 * that one. Confined to the engine's thread.
 */
public final class SharedRows {
    private final Map<String, Map<String, Held>> entities = new HashMap<>();
    private long bytes;

    /** A row, and the number of results that hold it. */
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

    /** Returns the bytes of all held rows, each counted once. */
    public long bytes() {
        return bytes;
    }

    /**
     * Counts a further holder of the row; {@link #release} must follow. The returned row is equal and may be another
     * object.
     */
    Held hold(Row row) {
        Map<String, Held> ofEntity = entities.computeIfAbsent(row.entity().name(), name -> new HashMap<>());
        Held held = ofEntity.get(row.id());
        // A row of another generation of the schema is a different one: its fields have other ordinals.
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
        // A newer version may have replaced this one; it stays.
        if (ofEntity != null && ofEntity.remove(held.row.id(), held) && ofEntity.isEmpty()) {
            entities.remove(entity);
        }
    }
}
