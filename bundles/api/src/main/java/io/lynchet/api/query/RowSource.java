// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Entity;

/** Where a filter looks for other rows. Implemented by snapshots and by the view inside a store's transaction. */
@FunctionalInterface
public interface RowSource {
    /** A source without rows. */
    RowSource NONE = (entity, filter, outer) -> false;

    /**
     * Whether at least one row of the entity matches.
     *
     * @param filter looks at the candidate row at depth 0 and at the rows of {@code outer} from depth 1 on
     * @param outer the scope in which the {@code exists} stands
     */
    boolean exists(Entity entity, Filter filter, Scope outer);
}
