// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Objects;

/**
 * A query for rows of one entity.
 *
 * @param filter the condition on the rows
 * @param order the sort keys in order; the id, ascending, decides between rows that are equal in all of them
 * @param limit the most rows returned, 1 to {@link #LIMIT_MAX}
 * @param offset the rows skipped first, 0 or more
 * @param bytesMax the byte limit by {@link io.lynchet.api.row.Row#bytes}, 0 or more. The result ends with the first row
 *     that follows more than {@code bytesMax} bytes. Like a row beyond the limit, that row shows that there are more.
 */
public record Query(Entity entity, Filter filter, List<SortKey> order, int limit, long offset, long bytesMax) {
    /** One more than the largest page, so that a caller can request one more row to learn whether there are more. */
    public static final int LIMIT_MAX = 10_001;

    /** The {@link #bytesMax} without an effect. */
    public static final long BYTES_UNLIMITED = Long.MAX_VALUE;

    public Query {
        Objects.requireNonNull(entity);
        Objects.requireNonNull(filter);
        order = List.copyOf(order);
        if (limit < 1 || limit > LIMIT_MAX || offset < 0 || bytesMax < 0) {
            throw new IllegalArgumentException("limit " + limit + ", offset " + offset + ", bytes " + bytesMax);
        }
    }

    /** Creates a query without a byte limit. */
    public Query(Entity entity, Filter filter, List<SortKey> order, int limit, long offset) {
        this(entity, filter, order, limit, offset, BYTES_UNLIMITED);
    }

    public static Query of(Entity entity, Filter filter, int limit) {
        return new Query(entity, filter, List.of(), limit, 0);
    }

    /** Returns the same query with another byte limit. */
    public Query within(long most) {
        return new Query(entity, filter, order, limit, offset, most);
    }
}
