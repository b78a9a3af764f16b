// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Row;
import java.util.List;
import java.util.Map;

/**
 * A row with its related rows.
 *
 * @param related by name of the relation, in the order of the includes; a relation to one has no or one node in its list
 */
public record Node(Row row, Map<String, List<Node>> related) {
    public Node {
        related = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(related));
    }
}
