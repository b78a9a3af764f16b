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
    private final HeldRows held;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, HeldRows.Held> byId = new HashMap<>();
    private boolean complete;
    private long rowBytes;

    /**
     * @param limit how many rows are shown
     * @param held where rows are shared with other windows
     */
    RowWindow(Comparator<Row> order, int limit, HeldRows held) {
        this.order = order;
        this.held = held;
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
        List<HeldRows.Held> before = List.copyOf(byId.values());
        rows.clear();
        byId.clear();
        rowBytes = 0;
        for (Row row : complete ? first : first.subList(0, capacity)) {
            rows.add(enter(row));
        }
        // Only now, so that rows that stay are the same objects as before.
        before.forEach(held::release);
    }

    private Row enter(Row row) {
        HeldRows.Held entered = held.hold(row);
        byId.put(row.id(), entered);
        rowBytes += entered.row().bytes();
        return entered.row();
    }

    private Row leave(String id) {
        HeldRows.Held left = byId.remove(id);
        if (left == null) {
            return null;
        }
        rowBytes -= left.row().bytes();
        held.release(left);
        return left.row();
    }

    /** Holds nothing any more; it is not used again. */
    void release() {
        fill(List.of());
    }

    /** What its rows take, whoever else holds them, too. */
    long rowBytes() {
        return rowBytes;
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
        int at = -1 - Collections.binarySearch(rows, row, order);
        rows.add(at, enter(row));
        if (rows.size() > capacity) {
            leave(rows.remove(rows.size() - 1).id());
            complete = false;
        }
    }

    /** A row that does not match, or not any more. */
    void remove(String id) {
        Row row = leave(id);
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
