// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The names of an entity's fields as they appear in rows, {@code "name":}, by ordinal; created once per entity. */
final class RowKeys {
    // Old generations of a schema leave entries behind; the cache is cleared when there are too many.
    private static final int ENTITIES_MAX = 1_024;
    private static final ConcurrentMap<Entity, RowKeys> CACHE = new ConcurrentHashMap<>();

    final byte[][] names;
    final boolean[] serverOnly;

    private RowKeys(Entity entity) {
        int count = entity.fields().size();
        names = new byte[count][];
        serverOnly = new boolean[count];
        for (Field field : entity.fields()) {
            names[field.ordinal()] = new JsonWriter(32).name(field.name()).toBytes();
            serverOnly[field.ordinal()] = field.serverOnly();
        }
    }

    static RowKeys of(Entity entity) {
        RowKeys known = CACHE.get(entity);
        if (known != null) {
            return known;
        }
        if (CACHE.size() >= ENTITIES_MAX) {
            CACHE.clear();
        }
        RowKeys made = new RowKeys(entity);
        CACHE.put(entity, made);
        return made;
    }
}
