// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Objects;

/**
 * An aggregate over the rows of one entity.
 *
 * @param measures at least one, unless there is a grouping
 * @param groups the groupings; empty for one row over everything
 * @param limit the most groups returned, 1 to {@link Query#LIMIT_MAX}; groups come in ascending order of their keys,
 *     absent first
 */
public record AggregateQuery(Entity entity, Filter filter, List<Measure> measures, List<Grouping> groups, int limit) {
    /** The most bytes of keys and values by {@link AggregateRow#bytes}; more fail with {@code LIMIT_EXCEEDED}. */
    public static final long BYTES_MAX = 8L * 1024 * 1024;

    public AggregateQuery {
        Objects.requireNonNull(entity);
        Objects.requireNonNull(filter);
        measures = List.copyOf(measures);
        groups = List.copyOf(groups);
        if (measures.isEmpty() && groups.isEmpty()) {
            throw new IllegalArgumentException("nothing to measure");
        }
        if (limit < 1 || limit > Query.LIMIT_MAX) {
            throw new IllegalArgumentException("limit " + limit);
        }
    }
}
