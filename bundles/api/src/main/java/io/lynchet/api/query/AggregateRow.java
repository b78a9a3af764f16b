// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.row.Row;
import java.util.List;

/**
 * One group of an aggregate.
 *
 * @param keys in the order of the groupings; may contain nulls
 * @param values the values in the order of the measures; may contain nulls
 */
public record AggregateRow(List<Object> keys, List<Object> values) {
    private static final long GROUP_BYTES = 160;

    public AggregateRow {
        keys = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(keys));
        values = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(values));
    }

    /** Returns the approximate upper bound of its memory in bytes, see {@link Row#bytes}. */
    public long bytes() {
        long sum = GROUP_BYTES;
        for (Object key : keys) {
            sum += Row.bytesOf(key);
        }
        for (Object value : values) {
            sum += Row.bytesOf(value);
        }
        return sum;
    }
}
