// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Row;
import java.util.List;

/**
 * Some rows.
 *
 * @param hasMore whether the same query has further rows behind these
 */
public record Page(List<Row> rows, boolean hasMore) {
    public Page {
        rows = List.copyOf(rows);
    }
}
