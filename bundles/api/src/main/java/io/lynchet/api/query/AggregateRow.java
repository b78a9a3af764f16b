// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import java.util.List;

/**
 * One group.
 *
 * @param keys in the order of the groupings; may hold nulls
 * @param figures in the order of the measures; may hold nulls
 */
public record AggregateRow(List<Object> keys, List<Object> figures) {
    public AggregateRow {
        keys = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(keys));
        figures = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(figures));
    }
}
