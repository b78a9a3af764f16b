// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import java.util.List;

/**
 * What a transaction has read, so that the store can tell whether it is still true.
 *
 * <p>The commit fails with {@code CONFLICT} when a log entry after {@code seq} belongs to a row that was read by id, or matches (before or
 * after the change) a filter that was read.
 *
 * @param seq of the snapshot that was read
 */
public record ReadSet(long seq, List<RowRead> rows, List<FilterRead> filters) {
    public ReadSet {
        rows = List.copyOf(rows);
        filters = List.copyOf(filters);
    }

    /** A row read by id, whether it was there or not. */
    public record RowRead(String entity, String id) {}

    /** @param filter without {@code exists}; what an exists reads is recorded as a filter of its own */
    public record FilterRead(Entity entity, Filter filter) {}
}
