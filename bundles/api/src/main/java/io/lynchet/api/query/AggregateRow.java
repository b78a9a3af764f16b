// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.row.Row;
import java.util.List;

/**
 * One group.
 *
 * @param keys in the order of the groupings; may hold nulls
 * @param figures in the order of the measures; may hold nulls
 */
public record AggregateRow(List<Object> keys, List<Object> figures) {
    private static final long GROUP_BYTES = 160;

    public AggregateRow {
        keys = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(keys));
        figures = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(figures));
    }

    /** How much memory it takes at most, about; see {@link Row#bytes}. */
    public long bytes() {
        long sum = GROUP_BYTES;
        for (Object key : keys) {
            sum += Row.bytesOf(key);
        }
        for (Object figure : figures) {
            sum += Row.bytesOf(figure);
        }
        return sum;
    }
}
