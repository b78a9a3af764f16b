// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a window that up-to-date clients have. Only rows that the window has touched since are compared and
 * replaced, so the cost of a frame follows the changes, not the size of the window. Confined to one thread.
 */
final class ToldRows {
    private final RowWindow window;
    private final boolean everyField;
    private RowBaseline told;

    /** Whether somebody else has the baseline, too, so that its map must not change. */
    private boolean lent;

    /** The most rows that the baseline's map has had, and has room for. */
    private int room;

    /**
     * The rows that have changed since the last frame without a difference that its clients see. A baseline keeps them
     * as they were at that frame, since clients of another schema may see one.
     */
    private Set<String> alike = new HashSet<>();

    /**
     * Creates the state of clients that have nothing yet.
     *
     * @param everyField whether clients see server-only fields
     */
    ToldRows(RowWindow window, boolean everyField) {
        this.window = window;
        this.everyField = everyField;
        this.told = new RowBaseline(new HashMap<>(), false, window.order());
    }

    /** Writes the members of a diff frame from the last frame to now. Returns false when nothing differs. */
    boolean writeDiff(JsonWriter json) {
        if (RowDifference.of(window.touched(), told, window, everyField).write(json)) {
            return true;
        }
        for (String id : window.touched()) {
            Row known = told.rows().get(id);
            Row row = window.shownOrNull(id);
            if (known != null && row != null && !(known.equals(row) && known.entity() == row.entity())) {
                alike.add(id);
            }
        }
        window.forgetTouched();
        return false;
    }

    /** Notes that clients have been told everything. */
    void tell() {
        told = new RowBaseline(mapToChange(), window.hasMore(), window.order());
        window.touched().forEach(this::tell);
        window.forgetTouched();
        if (!alike.isEmpty()) {
            alike.forEach(this::tell);
            alike = new HashSet<>();
        }
        room = Math.max(room, told.rows().size());
    }

    private Map<String, Row> mapToChange() {
        // A map never gets smaller by itself, and its memory is counted by its rows.
        if (lent || told.rows().size() < room / 4) {
            lent = false;
            room = 0;
            return new HashMap<>(told.rows());
        }
        return told.rows();
    }

    private void tell(String id) {
        Row row = window.shownOrNull(id);
        if (row == null) {
            told.rows().remove(id);
        } else {
            told.rows().put(id, row);
        }
    }

    /** Returns what clients have been told; it never changes afterwards. */
    RowBaseline baseline() {
        lent = true;
        return told;
    }
}
