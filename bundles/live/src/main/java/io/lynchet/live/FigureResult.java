// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.Moment;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.json.AggregateReader;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.QueryRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Figures by group. Counts, sums of whole numbers and extremes are kept up to date by the changes themselves; averages, sums of fractions,
 * different values, spans of time, and what is left after an extreme has gone are read anew.
 */
final class FigureResult implements LiveResult<List<AggregateRow>> {
    private static final Comparator<List<Object>> BY_KEYS = FigureResult::compareKeys;

    private final AggregateReader.Request request;
    private final AggregateQuery query;
    private final List<Measure> measures;
    private final boolean kept;
    private final TreeMap<List<Object>, Group> groups = new TreeMap<>(BY_KEYS);
    private List<AggregateRow> rows = List.of();
    private long bytes;

    FigureResult(LiveQuery.Figures figures) {
        request = figures.request();
        query = request.query();
        measures = query.measures();
        kept = measures.stream().allMatch(Tally::keeps)
                && query.groups().stream().allMatch(group -> group.bucket() == null);
    }

    /** @param rows how many rows are in it */
    private record Group(List<Tally> tallies, Tally rows) {}

    /** Asks for more than clients see: how many rows and values there are tells when a group or a figure vanishes. */
    @Override
    public List<AggregateRow> read(Moment moment, Filter filter) {
        List<Measure> wanted = new ArrayList<>(measures);
        if (kept) {
            for (Measure measure : measures) {
                wanted.add(measure.field() == null ? measure : new Measure(Measure.Kind.COUNT, measure.field()));
            }
            wanted.add(new Measure(Measure.Kind.COUNT_ROWS, null));
        }
        return moment.aggregate(
                new AggregateQuery(query.entity(), filter, wanted, query.groups(), QueryRequest.LIMIT_MAX));
    }

    @Override
    public void install(List<AggregateRow> read) {
        groups.clear();
        if (!kept) {
            show(limited(read));
            return;
        }
        for (AggregateRow row : read) {
            List<Tally> tallies = new ArrayList<>(measures.size());
            for (int i = 0; i < measures.size(); i++) {
                Object figure = row.figures().get(i);
                long values = (Long) row.figures().get(measures.size() + i);
                tallies.add(new Tally(measures.get(i).kind(), figure, values));
            }
            long count = (Long) row.figures().get(2 * measures.size());
            groups.put(row.keys(), new Group(tallies, new Tally(Measure.Kind.COUNT_ROWS, null, count)));
        }
        show(told());
    }

    @Override
    public Effect apply(Change change, Filter filter) {
        boolean before = Rows.matches(filter, change.before());
        boolean after = Rows.matches(filter, change.after());
        if (!before && !after) {
            return Effect.NONE;
        }
        if (!kept || groups.size() >= QueryRequest.LIMIT_MAX) {
            return Effect.UNKNOWN;
        }
        boolean known = !before || remove(change.before());
        if (after) {
            add(change.after());
        }
        if (!known) {
            return Effect.UNKNOWN;
        }
        show(told());
        return Effect.APPLIED;
    }

    private void add(Row row) {
        Group group = groups.computeIfAbsent(keysOf(row), keys -> emptyGroup());
        group.rows().add(row);
        for (int i = 0; i < measures.size(); i++) {
            Object value = valueOf(measures.get(i), row);
            if (value != null) {
                group.tallies().get(i).add(value);
            }
        }
    }

    private boolean remove(Row row) {
        List<Object> keys = keysOf(row);
        Group group = groups.get(keys);
        if (group == null) {
            return false;
        }
        boolean known = group.rows().remove(row);
        if (group.rows().isEmpty() && !query.groups().isEmpty()) {
            groups.remove(keys);
            return true;
        }
        for (int i = 0; known && i < measures.size(); i++) {
            Object value = valueOf(measures.get(i), row);
            known = value == null || group.tallies().get(i).remove(value);
        }
        return known;
    }

    private Group emptyGroup() {
        return new Group(
                measures.stream()
                        .map(measure -> new Tally(measure.kind(), null, 0))
                        .toList(),
                new Tally(Measure.Kind.COUNT_ROWS, null, 0));
    }

    private List<Object> keysOf(Row row) {
        List<Object> keys = new ArrayList<>(query.groups().size());
        for (Grouping group : query.groups()) {
            keys.add(row.get(group.field().ordinal()));
        }
        return keys;
    }

    private static Object valueOf(Measure measure, Row row) {
        return measure.field() == null ? row : row.get(measure.field().ordinal());
    }

    private void show(List<AggregateRow> now) {
        rows = now;
        bytes = now.stream().mapToLong(AggregateRow::bytes).sum();
    }

    private List<AggregateRow> told() {
        List<AggregateRow> told = new ArrayList<>(groups.size());
        groups.forEach((keys, group) -> told.add(new AggregateRow(
                keys, group.tallies().stream().map(Tally::figure).toList())));
        return limited(told);
    }

    private List<AggregateRow> limited(List<AggregateRow> all) {
        int limit = Math.min(query.limit(), QueryRequest.LIMIT_MAX);
        return all.size() <= limit ? all : List.copyOf(all.subList(0, limit));
    }

    private static int compareKeys(List<Object> left, List<Object> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = ValueOrder.NULLS_FIRST.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public void writeSnapshot(JsonWriter json) {
        json.name("groups").beginArray();
        for (AggregateRow row : rows) {
            json.beginObject();
            write(json, request.groupNames(), row.keys());
            write(json, request.measureNames(), row.figures());
            json.endObject();
        }
        json.endArray();
    }

    private static void write(JsonWriter json, List<String> names, List<Object> values) {
        for (int i = 0; i < names.size(); i++) {
            json.name(names.get(i)).value(values.get(i));
        }
    }

    @Override
    public boolean writeDiff(JsonWriter json, Object baseline) {
        if (rows.equals(baseline)) {
            return false;
        }
        writeSnapshot(json);
        return true;
    }

    @Override
    public Object shown() {
        return rows;
    }

    @Override
    public int size() {
        return rows.size();
    }

    /** The figures that are told, and as much again for what they are made from. */
    @Override
    public long ownBytes() {
        return GROUP_BYTES + 2 * bytes;
    }
}
