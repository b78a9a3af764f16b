// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Objects;

/**
 * Rows of one entity.
 *
 * @param filter which rows
 * @param order keys in order; the id, ascending, decides between rows that are equal in all of them
 * @param limit most rows returned, 1 to {@link #LIMIT_MAX}
 * @param offset rows skipped first, 0 or more
 * @param bytesMax the result ends early, with the first row before which there are more than so many bytes by {@link io.lynchet.api.row.Row#bytes}:
 *     that row shows that there is more, as one beyond the limit does. 0 or more
 */
public record Query(Entity entity, Filter filter, List<SortKey> order, int limit, long offset, long bytesMax) {
    /** One more than the largest page, so that a caller can ask for "one more" to learn whether there is more. */
    public static final int LIMIT_MAX = 10_001;

    /** For a {@link #bytesMax} that ends nothing. */
    public static final long BYTES_UNLIMITED = Long.MAX_VALUE;

    public Query {
        Objects.requireNonNull(entity);
        Objects.requireNonNull(filter);
        order = List.copyOf(order);
        if (limit < 1 || limit > LIMIT_MAX || offset < 0 || bytesMax < 0) {
            throw new IllegalArgumentException("limit " + limit + ", offset " + offset + ", bytes " + bytesMax);
        }
    }

    /** Without a limit of bytes. */
    public Query(Entity entity, Filter filter, List<SortKey> order, int limit, long offset) {
        this(entity, filter, order, limit, offset, BYTES_UNLIMITED);
    }

    public static Query of(Entity entity, Filter filter, int limit) {
        return new Query(entity, filter, List.of(), limit, 0);
    }

    /** The same query with another limit of bytes. */
    public Query within(long most) {
        return new Query(entity, filter, order, limit, offset, most);
    }
}
