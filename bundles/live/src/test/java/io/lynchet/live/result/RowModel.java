// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The simple model of a row result: it holds all matching rows, and walks all that it shows for each frame. */
final class RowModel {
    private final Comparator<Row> order;
    private final int limit;
    private final boolean everyField;
    private final Map<String, Row> matching = new HashMap<>();
    State told;

    /** What a client has. */
    record State(Map<String, Row> rows, boolean hasMore, Comparator<Row> order) {}

    RowModel(Comparator<Row> order, int limit, boolean everyField) {
        this.order = order;
        this.told = new State(Map.of(), false, order);
        this.limit = limit;
        this.everyField = everyField;
    }

    void put(Row row) {
        matching.put(row.id(), row);
    }

    void remove(String id) {
        matching.remove(id);
    }

    Collection<Row> all() {
        return matching.values();
    }

    /** Returns the first matching rows, as a store does. */
    List<Row> first(int most) {
        return matching.values().stream().sorted(order).limit(most).toList();
    }

    State now() {
        List<Row> shown = first(limit);
        Map<String, Row> byId = new HashMap<>(shown.size() * 2);
        shown.forEach(row -> byId.put(row.id(), row));
        return new State(byId, matching.size() > limit, order);
    }

    byte[] snapshot() {
        JsonWriter json = new JsonWriter(64).beginObject();
        write(json, "rows", first(limit));
        json.name("has_more").value(now().hasMore());
        return json.endObject().toBytes();
    }

    byte[] diff(State before) {
        JsonWriter json = new JsonWriter(64).beginObject();
        List<Row> enter = new ArrayList<>();
        List<Row> update = new ArrayList<>();
        for (Row row : first(limit)) {
            Row known = before.rows().get(row.id());
            if (known == null) {
                enter.add(row);
            } else if (!looksLike(known, row)) {
                update.add(row);
            }
        }
        State now = now();
        List<String> leave = before.rows().values().stream()
                .filter(row -> !now.rows().containsKey(row.id()))
                .sorted(before.order())
                .map(Row::id)
                .toList();
        write(json, "enter", enter);
        write(json, "update", update);
        if (!leave.isEmpty()) {
            json.name("leave").beginArray();
            leave.forEach(json::value);
            json.endArray();
        }
        if (before.hasMore() != now.hasMore()) {
            json.name("has_more").value(now.hasMore());
        }
        return json.endObject().toBytes();
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

    private void write(JsonWriter json, String name, List<Row> rows) {
        if (!rows.isEmpty() || name.equals("rows")) {
            json.name(name).beginArray();
            rows.forEach(row -> json.row(row, everyField));
            json.endArray();
        }
    }
}
