// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.OptionalInt;

/**
 * A query as a caller asked for it.
 *
 * @param limit 0 to {@link #LIMIT_MAX}; empty when the caller did not say
 * @param offset 0 to {@link #OFFSET_MAX}
 */
public record QueryRequest(Entity entity, Filter filter, List<SortKey> order, OptionalInt limit, long offset) {
    /** The largest page. */
    public static final int LIMIT_MAX = 10_000;

    public static final long OFFSET_MAX = 1_000_000_000L;

    public QueryRequest {
        order = List.copyOf(order);
    }

    /** Whether the caller asked for no rows at all, for which there is no {@link Query}. */
    public boolean isForNothing() {
        return limit.isPresent() && limit.getAsInt() == 0;
    }

    /** The query, with the largest page when the caller did not say; not for a limit of 0. */
    public Query toQuery() {
        return new Query(entity, filter, order, limit.orElse(LIMIT_MAX), offset);
    }
}
