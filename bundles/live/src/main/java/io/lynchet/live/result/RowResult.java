// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The result of a query for rows: the first ones in its order. */
public final class RowResult implements LiveResult<List<Row>> {
    /** The bytes of a row's entries in the window and in the state shown last. */
    private static final long ENTRY_BYTES = 160;

    private final LiveQuery.Rows query;
    private final RowOrder order;
    private final RowWindow window;
    private final ToldRows told;
    private final boolean everyField;
    private final long bytesMax;

    /**
     * Creates an empty result.
     *
     * @param everyField whether clients see server-only fields
     * @param shared the rows of all results
     * @param bytesMax the most bytes that one caller's results may take
     */
    public RowResult(LiveQuery.Rows query, boolean everyField, SharedRows shared, long bytesMax) {
        this.query = query;
        this.order = new RowOrder(query.order());
        this.window = new RowWindow(order, query.limit(), shared);
        this.told = new ToldRows(window, everyField);
        this.everyField = everyField;
        this.bytesMax = bytesMax;
    }

    @Override
    public List<Row> read(DataSnapshot snapshot, Filter filter) {
        // The budget refuses a larger result; the byte limit keeps the store from reading more than that at once.
        return snapshot.query(new Query(query.entity(), filter, query.order(), window.wanted(), 0, bytesMax));
    }

    @Override
    public void install(List<Row> read) {
        window.fill(read);
    }

    @Override
    public Effect apply(Change change, Filter filter) {
        boolean matches = RowConditions.matches(filter, change.after());
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
        json.name("rows").beginArray();
        for (Row row : window.shown()) {
            json.row(row, everyField);
        }
        json.endArray();
        json.name("has_more").value(window.hasMore());
    }

    @Override
    public boolean writeDiff(JsonWriter json, Object baseline) {
        return RowDifference.ofAll((RowBaseline) baseline, window, everyField).write(json);
    }

    @Override
    public boolean writeNews(JsonWriter json) {
        return told.writeDiff(json);
    }

    @Override
    public RowBaseline shownWith(Map<String, Row> earlier, Filter filter) {
        List<Row> rows = new ArrayList<>();
        for (Row row : window.known()) {
            if (!earlier.containsKey(row.id())) {
                rows.add(row);
            }
        }
        for (Row row : earlier.values()) {
            if (RowConditions.matches(filter, row)) {
                rows.add(row);
            }
        }
        rows.sort(order);
        int end = Math.min(rows.size(), query.limit());
        // Rows that are neither changed nor known sort behind the last one of the window, then as now.
        Row last = window.known().isEmpty()
                ? null
                : window.known().get(window.known().size() - 1);
        boolean known = window.isComplete()
                || (rows.size() > query.limit() && last != null && order.compare(rows.get(query.limit()), last) <= 0);
        return known ? RowBaseline.of(rows.subList(0, end), rows.size() > query.limit(), order) : null;
    }

    @Override
    public void tell() {
        told.tell();
    }

    @Override
    public RowBaseline shown() {
        return told.baseline();
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
