// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which rows of entities can be inserted: targets of references come first, as far as references form no
 * circle.
 */
final class ReferenceOrder {
    private final Map<String, Entity> byName = new LinkedHashMap<>();
    private final Set<Entity> ordered = new LinkedHashSet<>();
    private final Set<String> visited = new LinkedHashSet<>();

    private ReferenceOrder(List<Entity> entities) {
        entities.forEach(entity -> byName.put(entity.name(), entity));
    }

    static List<Entity> of(List<Entity> entities) {
        ReferenceOrder order = new ReferenceOrder(entities);
        entities.forEach(order::visit);
        return new ArrayList<>(order.ordered);
    }

    private void visit(Entity entity) {
        if (!visited.add(entity.name())) {
            return;
        }
        for (Field field : entity.fields()) {
            Entity target = byName.get(field.type().target());
            if (target != null) {
                visit(target);
            }
        }
        ordered.add(entity);
    }
}
