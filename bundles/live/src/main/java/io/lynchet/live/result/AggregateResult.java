// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.AggregateReader;
import io.lynchet.json.query.QueryRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The result of an aggregate, by group. Changes alone keep counts, sums of whole numbers and extremes up to date.
 * Averages, sums of fractions, distinct counts, time buckets and a group that has lost its extreme are read again.
 */
public final class AggregateResult implements LiveResult<List<AggregateRow>> {
    private static final Comparator<List<Object>> BY_KEYS = AggregateResult::compareKeys;

    private final AggregateReader.Request request;
    private final AggregateQuery query;
    private final List<Measure> measures;
    private final int limit;
    private final boolean kept;
    private final TreeMap<List<Object>, AggregateGroup> groups = new TreeMap<>(BY_KEYS);

    /** The rows that clients see, and their bytes; {@link #rows()} brings both up to date. */
    private List<AggregateRow> rows = List.of();

    private long rowBytes;
    private boolean stale;

    /** The bytes of all groups, also of those beyond the limit. */
    private long groupBytes;

    private List<AggregateRow> told = List.of();

    public AggregateResult(LiveQuery.Aggregate asked) {
        request = asked.request();
        query = request.query();
        measures = query.measures();
        limit = Math.min(query.limit(), QueryRequest.LIMIT_MAX);
        kept = measures.stream().allMatch(Accumulator::keeps)
                && query.groups().stream().allMatch(group -> group.bucket() == null);
    }

    /** Reads more than clients see: the numbers of rows and values tell when a group or a value vanishes. */
    @Override
    public List<AggregateRow> read(DataSnapshot snapshot, Filter filter) {
        List<Measure> wanted = new ArrayList<>(measures);
        if (kept) {
            for (Measure measure : measures) {
                wanted.add(measure.field() == null ? measure : new Measure(Measure.Kind.COUNT, measure.field()));
            }
            wanted.add(new Measure(Measure.Kind.COUNT_ROWS, null));
        }
        return snapshot.aggregate(
                new AggregateQuery(query.entity(), filter, wanted, query.groups(), QueryRequest.LIMIT_MAX));
    }

    @Override
    public void install(List<AggregateRow> read) {
        if (!kept) {
            show(read.stream().limit(limit).toList());
            groupBytes = rowBytes;
            return;
        }
        groups.clear();
        groupBytes = 0;
        for (AggregateRow row : read) {
            AggregateGroup group = new AggregateGroup(row, measures);
            groups.put(row.keys(), group);
            groupBytes += group.row().bytes();
        }
        stale = true;
    }

    @Override
    public Effect apply(Change change, Filter filter) {
        boolean before = RowConditions.matches(filter, change.before());
        boolean after = RowConditions.matches(filter, change.after());
        if (!before && !after) {
            return Effect.NONE;
        }
        if (!kept || groups.size() >= QueryRequest.LIMIT_MAX) {
            return Effect.UNKNOWN;
        }
        AggregateGroup left = before ? groups.get(keysOf(change.before())) : null;
        boolean known = !before || (left != null && remove(left, change.before()));
        AggregateGroup entered = after ? add(change.after()) : null;
        if (!known) {
            return Effect.UNKNOWN;
        }
        // Only these groups are computed: a turn of the engine applies many changes before it tells one frame.
        refresh(left);
        refresh(entered);
        return Effect.APPLIED;
    }

    private AggregateGroup add(Row row) {
        AggregateGroup group = groups.computeIfAbsent(keysOf(row), this::entered);
        group.add(row);
        return group;
    }

    private AggregateGroup entered(List<Object> keys) {
        AggregateGroup group = new AggregateGroup(keys, measures);
        groupBytes += group.row().bytes();
        stale = true;
        return group;
    }

    private boolean remove(AggregateGroup group, Row row) {
        boolean known = group.remove(row);
        if (isGone(group)) {
            groups.remove(keysOf(row));
            groupBytes -= group.row().bytes();
            stale = true;
            return true;
        }
        return known;
    }

    /** Tells whether a group vanishes with its rows; without groupings one stays. */
    private boolean isGone(AggregateGroup group) {
        return group.isEmpty() && !query.groups().isEmpty();
    }

    private void refresh(AggregateGroup group) {
        if (group == null || isGone(group)) {
            return;
        }
        long before = group.row().bytes();
        if (group.refresh()) {
            groupBytes += group.row().bytes() - before;
            stale = true;
        }
    }

    private List<Object> keysOf(Row row) {
        List<Object> keys = new ArrayList<>(query.groups().size());
        for (Grouping group : query.groups()) {
            keys.add(row.get(group.field().ordinal()));
        }
        return keys;
    }

    private void show(List<AggregateRow> now) {
        rows = now;
        rowBytes = now.stream().mapToLong(AggregateRow::bytes).sum();
    }

    private List<AggregateRow> rows() {
        if (stale) {
            stale = false;
            show(groups.values().stream().limit(limit).map(AggregateGroup::row).toList());
        }
        return rows;
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
        for (AggregateRow row : rows()) {
            json.beginObject();
            write(json, request.groupNames(), row.keys());
            write(json, request.measureNames(), row.values());
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
        if (rows().equals(baseline)) {
            return false;
        }
        writeSnapshot(json);
        return true;
    }

    @Override
    public void tell() {
        told = rows();
    }

    @Override
    public Object shown() {
        return told;
    }

    @Override
    public int size() {
        return rows().size();
    }

    /** Counts the rows that clients see, and as much as the rows of all groups for the accumulators. */
    @Override
    public long ownBytes() {
        rows();
        return GROUP_BYTES + rowBytes + groupBytes;
    }
}
