// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Looks into conditions. */
final class FilterParts {
    private FilterParts() {}

    /** Entities whose rows a condition looks for with {@code exists}, at any depth. */
    static Set<Entity> entitiesIn(Filter filter) {
        Set<Entity> entities = new HashSet<>();
        visit(filter, part -> {
            if (part instanceof Filter.Exists exists) {
                entities.add(exists.entity());
            }
        });
        return entities;
    }

    private static void visit(Filter filter, Consumer<Filter> visitor) {
        visitor.accept(filter);
        if (filter instanceof Filter.All all) {
            all.parts().forEach(part -> visit(part, visitor));
        } else if (filter instanceof Filter.Any any) {
            any.parts().forEach(part -> visit(part, visitor));
        } else if (filter instanceof Filter.Not not) {
            visit(not.part(), visitor);
        } else if (filter instanceof Filter.Exists exists) {
            visit(exists.filter(), visitor);
        }
    }
}
