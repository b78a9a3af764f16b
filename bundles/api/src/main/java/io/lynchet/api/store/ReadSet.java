// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import java.util.List;

/**
 * The reads of a transaction, by which the store tells whether they still hold.
 *
 * <p>The commit fails with {@code CONFLICT} when a log entry after {@code seq} concerns a row that was read by id. It
 * fails likewise when such an entry matches a filter that was read, before or after the change.
 *
 * @param seq the seq of the snapshot that was read
 */
public record ReadSet(long seq, List<RowRead> rows, List<FilterRead> filters) {
    public ReadSet {
        rows = List.copyOf(rows);
        filters = List.copyOf(filters);
    }

    /** A row read by id, whether it existed or not. */
    public record RowRead(String entity, String id) {}

    /**
     * A filter that was read.
     *
     * @param filter without {@code exists}; the reads of an exists are recorded as filters of their own
     */
    public record FilterRead(Entity entity, Filter filter) {}
}
