// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The difference between a baseline and a window, as far as clients see it. */
final class RowDifference {
    private final RowBaseline before;
    private final RowWindow window;
    private final boolean everyField;
    private final List<Row> enter = new ArrayList<>();
    private final List<Row> update = new ArrayList<>();
    private final List<Row> leave = new ArrayList<>();

    private RowDifference(RowBaseline before, RowWindow window, boolean everyField) {
        this.before = before;
        this.window = window;
        this.everyField = everyField;
    }

    /** Compares all rows. */
    static RowDifference ofAll(RowBaseline before, RowWindow window, boolean everyField) {
        RowDifference difference = new RowDifference(before, window, everyField);
        int kept = 0;
        for (Row row : window.shown()) {
            Row known = before.rows().get(row.id());
            kept += known == null ? 0 : 1;
            difference.compare(known, row);
        }
        if (kept < before.rows().size()) {
            for (Row known : before.rows().values()) {
                if (window.shownOrNull(known.id()) == null) {
                    difference.compare(known, null);
                }
            }
        }
        return difference;
    }

    /** Compares some rows; all others must be the same in the baseline and in the window. */
    static RowDifference of(Iterable<String> ids, RowBaseline before, RowWindow window, boolean everyField) {
        RowDifference difference = new RowDifference(before, window, everyField);
        for (String id : ids) {
            difference.compare(before.rows().get(id), window.shownOrNull(id));
        }
        return difference;
    }

    /** Compares one row; null where it is not shown. */
    private void compare(Row known, Row row) {
        if (known != null && row != null) {
            if (!looksLike(known, row)) {
                update.add(row);
            }
        } else if (row != null) {
            enter.add(row);
        } else if (known != null) {
            leave.add(known);
        }
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

    /** Writes the members of a diff frame. Returns false when nothing differs. */
    boolean write(JsonWriter json) {
        writeRows(json, "enter", enter);
        writeRows(json, "update", update);
        if (!leave.isEmpty()) {
            leave.sort(before.order());
            json.name("leave").beginArray();
            leave.forEach(row -> json.value(row.id()));
            json.endArray();
        }
        boolean moreChanged = before.hasMore() != window.hasMore();
        if (moreChanged) {
            json.name("has_more").value(window.hasMore());
        }
        return moreChanged || !enter.isEmpty() || !update.isEmpty() || !leave.isEmpty();
    }

    private void writeRows(JsonWriter json, String name, List<Row> rows) {
        if (!rows.isEmpty()) {
            rows.sort(window.order());
            json.name(name).beginArray();
            rows.forEach(row -> json.row(row, everyField));
            json.endArray();
        }
    }
}
