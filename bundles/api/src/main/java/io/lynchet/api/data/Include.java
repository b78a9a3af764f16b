// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Relation;
import java.util.List;

/**
 * The related rows to return with each row of a graph query.
 *
 * @param relation a relation of the including entity
 * @param filter the condition on the related rows
 * @param limit the most related rows for each row, 1 to 1,000
 * @param includes the includes of the related rows, at most 5 levels in all
 */
public record Include(Relation relation, Filter filter, List<SortKey> order, int limit, List<Include> includes) {
    public Include {
        order = List.copyOf(order);
        includes = List.copyOf(includes);
    }
}
