// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Entity;

/**
 * A source in which a filter searches other rows. Snapshots implement it, and so does the view inside a store's
 * transaction.
 */
@FunctionalInterface
public interface RowSource {
    /** A source without rows. */
    RowSource NONE = (entity, filter, outer) -> false;

    /**
     * Returns whether at least one row of the entity matches.
     *
     * @param filter sees the candidate row at depth 0 and the rows of {@code outer} from depth 1 on
     * @param outer the scope of the {@code exists}
     */
    boolean exists(Entity entity, Filter filter, Scope outer);
}
