// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.row.Row;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The state of a row result that clients have.
 *
 * @param rows by id
 * @param hasMore whether more rows match
 * @param order the order of the rows
 */
record RowBaseline(Map<String, Row> rows, boolean hasMore, Comparator<Row> order) {
    static RowBaseline of(Collection<Row> rows, boolean hasMore, Comparator<Row> order) {
        Map<String, Row> byId = new HashMap<>(rows.size() * 2);
        for (Row row : rows) {
            byId.put(row.id(), row);
        }
        return new RowBaseline(byId, hasMore, order);
    }
}
