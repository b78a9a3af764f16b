// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Row;
import java.util.List;
import java.util.Map;

/**
 * A row with its related rows.
 *
 * @param related the related rows by name of the relation, in the order of the includes; a to-one relation has a list
 *     of zero or one node
 */
public record GraphNode(Row row, Map<String, List<GraphNode>> related) {
    public GraphNode {
        related = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(related));
    }
}
