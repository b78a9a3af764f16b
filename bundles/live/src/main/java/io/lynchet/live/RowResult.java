// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.Moment;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The first rows of a query. */
final class RowResult implements LiveResult<List<Row>> {
    /** A row's places in the window and in what was shown last. */
    private static final long ENTRY_BYTES = 160;

    private final LiveQuery.Rows query;
    private final RowOrder order;
    private final RowWindow window;
    private final boolean everyField;
    private final long bytesMax;

    /**
     * @param everyField whether clients see server-only fields
     * @param budget whose rows it shares
     */
    RowResult(LiveQuery.Rows query, boolean everyField, LiveBudget budget) {
        this.query = query;
        this.order = new RowOrder(query.order());
        this.window = new RowWindow(order, query.limit(), budget.rows());
        this.everyField = everyField;
        this.bytesMax = budget.limits().callerBytesMax();
    }

    /** What clients have: the rows by id, and whether there are more. */
    record Shown(Map<String, Row> rows, boolean hasMore) {}

    @Override
    public List<Row> read(Moment moment, Filter filter) {
        // The budget refuses what is larger; the limit keeps stores from having more than that in their hands.
        return moment.query(new Query(query.entity(), filter, query.order(), window.wanted(), 0, bytesMax));
    }

    @Override
    public void install(List<Row> read) {
        window.fill(read);
    }

    @Override
    public Effect apply(Change change, Filter filter) {
        boolean matches = Rows.matches(filter, change.after());
        if (matches) {
            window.put(change.after());
        } else if (window.holds(change.id())) {
            window.remove(change.id());
        } else {
            return Effect.NONE;
        }
        return window.needsFilling() ? Effect.UNKNOWN : Effect.APPLIED;
    }

    @Override
    public void writeSnapshot(JsonWriter json) {
        writeRows(json, "rows", window.shown());
        json.name("has_more").value(window.hasMore());
    }

    @Override
    public boolean writeDiff(JsonWriter json, Object baseline) {
        Shown before = (Shown) baseline;
        List<Row> enter = new ArrayList<>();
        List<Row> update = new ArrayList<>();
        int kept = 0;
        for (Row row : window.shown()) {
            Row known = before.rows().get(row.id());
            if (known == null) {
                enter.add(row);
                continue;
            }
            kept++;
            if (!looksLike(known, row)) {
                update.add(row);
            }
        }
        List<String> leave = kept == before.rows().size() ? List.of() : gone(before.rows());
        writeRowsIfAny(json, "enter", enter);
        writeRowsIfAny(json, "update", update);
        if (!leave.isEmpty()) {
            json.name("leave").beginArray();
            leave.forEach(json::value);
            json.endArray();
        }
        boolean moreChanged = before.hasMore() != window.hasMore();
        if (moreChanged) {
            json.name("has_more").value(window.hasMore());
        }
        return moreChanged || !enter.isEmpty() || !update.isEmpty() || !leave.isEmpty();
    }

    private List<String> gone(Map<String, Row> before) {
        Map<String, Row> now = rowsById(window.shown());
        return before.keySet().stream().filter(id -> !now.containsKey(id)).toList();
    }

    @Override
    public Shown shownWith(Map<String, Row> earlier, Filter filter) {
        List<Row> rows = new ArrayList<>();
        for (Row row : window.known()) {
            if (!earlier.containsKey(row.id())) {
                rows.add(row);
            }
        }
        for (Row row : earlier.values()) {
            if (Rows.matches(filter, row)) {
                rows.add(row);
            }
        }
        rows.sort(order);
        int end = Math.min(rows.size(), query.limit());
        // Rows that were not touched and are not known come after the last one of the window, then as now.
        Row last = window.known().isEmpty()
                ? null
                : window.known().get(window.known().size() - 1);
        boolean told = window.isComplete()
                || (rows.size() > query.limit() && last != null && order.compare(rows.get(query.limit()), last) <= 0);
        return told ? new Shown(rowsById(rows.subList(0, end)), rows.size() > query.limit()) : null;
    }

    private boolean looksLike(Row known, Row row) {
        if (everyField || known.entity() != row.entity()) {
            return known.equals(row);
        }
        for (Field field : row.entity().fields()) {
            if (!field.serverOnly() && !Objects.equals(known.get(field.ordinal()), row.get(field.ordinal()))) {
                return false;
            }
        }
        return true;
    }

    private void writeRowsIfAny(JsonWriter json, String name, List<Row> rows) {
        if (!rows.isEmpty()) {
            writeRows(json, name, rows);
        }
    }

    private void writeRows(JsonWriter json, String name, List<Row> rows) {
        json.name(name).beginArray();
        for (Row row : rows) {
            json.row(row, everyField);
        }
        json.endArray();
    }

    @Override
    public Shown shown() {
        return new Shown(rowsById(window.shown()), window.hasMore());
    }

    private static Map<String, Row> rowsById(Collection<Row> rows) {
        Map<String, Row> byId = new HashMap<>(rows.size() * 2);
        for (Row row : rows) {
            byId.put(row.id(), row);
        }
        return byId;
    }

    @Override
    public int size() {
        return window.shown().size();
    }

    @Override
    public long ownBytes() {
        return GROUP_BYTES + ENTRY_BYTES * window.known().size();
    }

    @Override
    public long rowBytes() {
        return window.rowBytes();
    }

    @Override
    public void release() {
        window.release();
    }
}
