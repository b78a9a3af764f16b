// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.Comparator;
import java.util.List;

/** A source of rows from a list. It defines the meaning of queries: it evaluates filter and order row by row. */
public record RowList(List<Row> rows) implements RowSource {
    public RowList {
        rows = List.copyOf(rows);
    }

    /** Returns the matching rows, in order of the list. */
    public List<Row> matching(Entity entity, Filter filter) {
        return rows.stream()
                .filter(row -> row.entity() == entity && filter.matches(Scope.of(row, this)))
                .toList();
    }

    public List<Row> query(Query query) {
        return matching(query.entity(), query.filter()).stream()
                .sorted(order(query.order()))
                .skip(query.offset())
                .limit(query.limit())
                .toList();
    }

    /** Returns the order by the keys, then by id. */
    public static Comparator<Row> order(List<SortKey> keys) {
        return (left, right) -> {
            for (SortKey key : keys) {
                int ordinal = key.field().ordinal();
                int order = ValueOrder.NULLS_FIRST.compare(left.get(ordinal), right.get(ordinal));
                if (order != 0) {
                    return key.ascending() ? order : -order;
                }
            }
            return ValueOrder.compare(left.id(), right.id());
        };
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        return rows.stream().anyMatch(row -> row.entity() == entity && filter.matches(new Scope(row, outer, this)));
    }
}
