// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.OptionalInt;

/**
 * A query as the caller wrote it.
 *
 * @param limit 0 to {@link #LIMIT_MAX}; empty when the caller gave none
 * @param offset 0 to {@link #OFFSET_MAX}
 */
public record QueryRequest(Entity entity, Filter filter, List<SortKey> order, OptionalInt limit, long offset) {
    /** The largest page. */
    public static final int LIMIT_MAX = 10_000;

    public static final long OFFSET_MAX = 1_000_000_000L;

    public QueryRequest {
        order = List.copyOf(order);
    }

    /** Returns whether the caller asked for no rows at all, for which there is no {@link Query}. */
    public boolean isForNothing() {
        return limit.isPresent() && limit.getAsInt() == 0;
    }

    /** Returns the query, with the largest page when the caller gave no limit. Must not be called for a limit of 0. */
    public Query toQuery() {
        return new Query(entity, filter, order, limit.orElse(LIMIT_MAX), offset);
    }
}
