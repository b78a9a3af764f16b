// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.row.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The first matching rows of a query, and some more behind them, so that a row that leaves can be replaced without a
 * read.
 *
 * <p>The window always holds exactly the first rows. It has to be filled again only when too few are left. Confined to
 * one thread.
 */
final class RowWindow {
    private static final int SPARE_MIN = 16;
    private static final int SPARE_MAX = 500;
    private static final int TOUCHED_FEW = 64;

    private final Comparator<Row> order;
    private final int limit;
    private final int capacity;
    private final SharedRows held;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, SharedRows.Held> byId = new HashMap<>();
    private Set<String> touched = new HashSet<>();
    private boolean complete;
    private long rowBytes;

    /**
     * Creates an empty window.
     *
     * @param limit the number of rows that are shown
     * @param held the rows that windows share
     */
    RowWindow(Comparator<Row> order, int limit, SharedRows held) {
        this.order = order;
        this.held = held;
        this.limit = limit;
        this.capacity = limit + Math.min(SPARE_MAX, Math.max(SPARE_MIN, limit / 4));
    }

    Comparator<Row> order() {
        return order;
    }

    /**
     * Returns the ids of the rows that have come into sight, changed or left it since {@link #forgetTouched}, and of
     * some that have come back.
     */
    Set<String> touched() {
        return touched;
    }

    void forgetTouched() {
        // A set that was large once takes long to clear each time.
        if (touched.size() > TOUCHED_FEW) {
            touched = new HashSet<>();
        } else {
            touched.clear();
        }
    }

    /** Returns the number of rows to read for a full window. */
    int wanted() {
        return capacity + 1;
    }

    /**
     * Fills the window.
     *
     * @param first the first matching rows in order, as many as {@link #wanted} or all there are
     */
    void fill(List<Row> first) {
        complete = first.size() <= capacity;
        List<SharedRows.Held> before = List.copyOf(byId.values());
        touchAll();
        rows.clear();
        byId.clear();
        rowBytes = 0;
        for (Row row : complete ? first : first.subList(0, capacity)) {
            rows.add(enter(row));
        }
        touchAll();
        // Released last, so that rows that stay remain the same objects.
        before.forEach(held::release);
    }

    private void touchAll() {
        for (Row row : shown()) {
            touched.add(row.id());
        }
    }

    private Row enter(Row row) {
        SharedRows.Held entered = held.hold(row);
        byId.put(row.id(), entered);
        rowBytes += entered.row().bytes();
        return entered.row();
    }

    private Row leave(String id) {
        SharedRows.Held left = byId.remove(id);
        if (left == null) {
            return null;
        }
        rowBytes -= left.row().bytes();
        held.release(left);
        return left.row();
    }

    /** Releases all rows; the window is not used again. */
    void release() {
        fill(List.of());
    }

    /** Returns the bytes of its rows, shared or not. */
    long rowBytes() {
        return rowBytes;
    }

    boolean holds(String id) {
        return byId.containsKey(id);
    }

    /** Adds or replaces a row that matches now. */
    void put(Row row) {
        SharedRows.Held before = byId.get(row.id());
        if (before != null && order.compare(before.row(), row) == 0) {
            replace(row);
            return;
        }
        remove(row.id());
        if (!complete && (rows.isEmpty() || order.compare(row, rows.get(rows.size() - 1)) > 0)) {
            return;
        }
        int at = -1 - Collections.binarySearch(rows, row, order);
        rows.add(at, enter(row));
        touch(at, row.id(), limit);
        if (rows.size() > capacity) {
            leave(rows.remove(rows.size() - 1).id());
            complete = false;
        }
    }

    private void replace(Row row) {
        int at = Collections.binarySearch(rows, row, order);
        leave(row.id());
        rows.set(at, enter(row));
        if (at < limit) {
            touched.add(row.id());
        }
    }

    /** Removes a row that no longer matches, if the window has it. */
    void remove(String id) {
        Row row = leave(id);
        if (row != null) {
            int at = Collections.binarySearch(rows, row, order);
            rows.remove(at);
            touch(at, id, limit - 1);
        }
    }

    /** Notes a row that has come or gone, and the one that it has pushed over the limit or let in. */
    private void touch(int at, String id, int pushed) {
        if (at < limit) {
            touched.add(id);
            if (pushed < rows.size()) {
                touched.add(rows.get(pushed).id());
            }
        }
    }

    /** Tells whether so few rows are left that the ones behind them are unknown. */
    boolean needsFilling() {
        return !complete && rows.size() <= limit;
    }

    /** Returns the rows that are shown, in order; valid until the next change. */
    List<Row> shown() {
        return rows.size() <= limit ? rows : rows.subList(0, limit);
    }

    /** Returns the row with that id if it is shown, or null. */
    Row shownOrNull(String id) {
        SharedRows.Held known = byId.get(id);
        boolean shown = known != null && (rows.size() <= limit || order.compare(known.row(), rows.get(limit - 1)) <= 0);
        return shown ? known.row() : null;
    }

    /** Tells whether more rows match than are shown. */
    boolean hasMore() {
        return rows.size() > limit;
    }

    /** Returns all rows of the window, in order. {@link #isComplete} tells whether no others match. */
    List<Row> known() {
        return rows;
    }

    boolean isComplete() {
        return complete;
    }
}
