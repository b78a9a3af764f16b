// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.row.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first matching rows of a query, and some more behind them, so that rows that go can be replaced without asking the store each time. It
 * always holds exactly the first rows; only when too few are left does it have to be filled again. Confined to one thread.
 */
final class RowWindow {
    private static final int SPARE_MIN = 16;
    private static final int SPARE_MAX = 500;

    private final Comparator<Row> order;
    private final int limit;
    private final int capacity;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Row> byId = new HashMap<>();
    private boolean complete;

    /** @param limit how many rows are shown */
    RowWindow(Comparator<Row> order, int limit) {
        this.order = order;
        this.limit = limit;
        this.capacity = limit + Math.min(SPARE_MAX, Math.max(SPARE_MIN, limit / 4));
    }

    /** How many rows have to be asked for to fill it. */
    int wanted() {
        return capacity + 1;
    }

    /** @param first the first matching rows in order, as many as {@link #wanted} or all there are */
    void fill(List<Row> first) {
        complete = first.size() <= capacity;
        rows.clear();
        byId.clear();
        for (Row row : complete ? first : first.subList(0, capacity)) {
            rows.add(row);
            byId.put(row.id(), row);
        }
    }

    boolean holds(String id) {
        return byId.containsKey(id);
    }

    /** A row that matches now, new or changed. */
    void put(Row row) {
        remove(row.id());
        if (!complete && (rows.isEmpty() || order.compare(row, rows.get(rows.size() - 1)) > 0)) {
            return;
        }
        rows.add(-1 - Collections.binarySearch(rows, row, order), row);
        byId.put(row.id(), row);
        if (rows.size() > capacity) {
            byId.remove(rows.remove(rows.size() - 1).id());
            complete = false;
        }
    }

    /** A row that does not match, or not any more. */
    void remove(String id) {
        Row row = byId.remove(id);
        if (row != null) {
            rows.remove(Collections.binarySearch(rows, row, order));
        }
    }

    /** Whether so few rows are left that what follows them is not known. */
    boolean needsFilling() {
        return !complete && rows.size() <= limit;
    }

    /** The rows that are shown, in order; valid until the next change. */
    List<Row> shown() {
        return rows.size() <= limit ? rows : rows.subList(0, limit);
    }

    /** Whether there are matching rows behind those that are shown. */
    boolean hasMore() {
        return rows.size() > limit;
    }

    /** All rows that are known, and whether there are no others. */
    List<Row> known() {
        return rows;
    }

    boolean isComplete() {
        return complete;
    }
}
