// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All entities of one generation, system entities included, in declared order. Names are unique, and every reference
 * has its target.
 */
public final class Schema {
    public static final Schema EMPTY = new Schema(List.of());

    private final Map<String, Entity> byName = new LinkedHashMap<>();

    public Schema(List<Entity> entities) {
        for (Entity entity : entities) {
            if (byName.put(entity.name(), entity) != null) {
                throw new IllegalArgumentException("entity " + entity.name() + " is declared twice");
            }
        }
        for (Entity entity : entities) {
            for (Field field : entity.fields()) {
                String target = field.type().target();
                if (target != null && !byName.containsKey(target)) {
                    throw new IllegalArgumentException(
                            entity.name() + "." + field.name() + " refers to the unknown entity " + target);
                }
            }
        }
    }

    public List<Entity> entities() {
        return List.copyOf(byName.values());
    }

    public Optional<Entity> entity(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns the entity of that name, or null; for hot paths. */
    public Entity entityOrNull(String name) {
        return byName.get(name);
    }
}
