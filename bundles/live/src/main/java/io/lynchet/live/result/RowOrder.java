// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.query.SortKey;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Row;
import java.util.Comparator;
import java.util.List;

/** The order in which a query returns its rows: its sort keys, then the id. Every store uses the same order. */
final class RowOrder implements Comparator<Row> {
    private final int[] ordinals;
    private final boolean[] ascending;

    RowOrder(List<SortKey> keys) {
        ordinals = keys.stream().mapToInt(key -> key.field().ordinal()).toArray();
        ascending = new boolean[ordinals.length];
        for (int i = 0; i < ascending.length; i++) {
            ascending[i] = keys.get(i).ascending();
        }
    }

    @Override
    public int compare(Row left, Row right) {
        for (int i = 0; i < ordinals.length; i++) {
            int order = ValueOrder.NULLS_FIRST.compare(left.get(ordinals[i]), right.get(ordinals[i]));
            if (order != 0) {
                return ascending[i] ? order : -order;
            }
        }
        return ValueOrder.compare(left.id(), right.id());
    }
}
