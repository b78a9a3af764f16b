// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Grouping.Bucket;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Query;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType.Kind;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.ArrayNode;
import io.lynchet.json.JsonNode.Member;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonPlace;
import io.lynchet.json.JsonTree;
import io.lynchet.json.Problems;
import io.lynchet.json.row.VisibleFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The reader of aggregates: {@code {"count": "*", "sum": ["rank"], "groupBy": ["done", {"field": "at", "bucket":
 * "day"}], "where": {}, "limit": 100}}.
 *
 * <p>{@code count} takes {@code "*"}, a field, or an array of both. {@code sum}, {@code avg}, {@code min}, {@code max}
 * and {@code countDistinct} take an array of fields. Buckets are hour, day, week, month and year of a datetime field.
 * There is at least one measure or group, and at most {@link #MEASURES_MAX} and {@link #GROUPS_MAX}. Sums and averages
 * need a numeric field; the json type can only be counted.
 */
public final class AggregateReader {
    public static final int MEASURES_MAX = 50;
    public static final int GROUPS_MAX = 8;

    private static final List<String> KEYS =
            List.of("count", "sum", "avg", "min", "max", "countDistinct", "groupBy", "where", "limit");
    private static final List<String> MEASURING = KEYS.subList(0, 7);
    private static final List<String> BUCKETS = List.of("hour", "day", "week", "month", "year");

    private final Entity entity;
    private final boolean admin;
    private final Problems problems;
    private final List<Measure> measures = new ArrayList<>();
    private final List<Grouping> groups = new ArrayList<>();
    private final List<String> measureNames = new ArrayList<>();
    private final List<String> groupNames = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private Filter filter = Filter.Constant.TRUE;
    private int limit = Query.LIMIT_MAX;

    private AggregateReader(Entity entity, boolean admin, Problems problems) {
        this.entity = entity;
        this.admin = admin;
        this.problems = problems;
    }

    /**
     * An aggregate and the names of its results.
     *
     * @param groupNames one for each grouping: {@code field}, or {@code field_bucket}
     * @param measureNames one for each measure: {@code count}, {@code count_f}, {@code sum_f}, {@code avg_f},
     *     {@code min_f}, {@code max_f}, {@code count_distinct_f}
     */
    public record Request(AggregateQuery query, List<String> groupNames, List<String> measureNames) {
        public Request {
            groupNames = List.copyOf(groupNames);
            measureNames = List.copyOf(measureNames);
        }
    }

    /**
     * Reads a body. The limit is 1 to {@link QueryRequest#LIMIT_MAX}. Without one the query asks for one more than
     * that, so that the caller can see when it was not enough.
     *
     * <p>Problems: those of {@link FilterReader}.
     */
    public static Request read(byte[] body, Entity entity, boolean admin) {
        return read(JsonTree.read(body), entity, admin);
    }

    /** Reads an aggregate inside a larger document. */
    public static Request read(JsonNode aggregate, Entity entity, boolean admin) {
        Problems problems = new Problems();
        AggregateReader reader = new AggregateReader(entity, admin, problems);
        reader.request(aggregate);
        problems.throwIfAny();
        AggregateQuery query = new AggregateQuery(entity, reader.filter, reader.measures, reader.groups, reader.limit);
        return new Request(query, reader.groupNames, reader.measureNames);
    }

    private void request(JsonNode aggregate) {
        if (!(aggregate instanceof ObjectNode object)) {
            refuse(aggregate.place(), "The aggregate must be an object; this is " + aggregate.kind());
            return;
        }
        for (Member member : object.members()) {
            key(member);
        }
        if (measures.isEmpty() && groups.isEmpty() && problems.isEmpty()) {
            refuse(object.place(), "The aggregate must have at least one of " + String.join(", ", MEASURING));
        } else if (measures.size() > MEASURES_MAX || groups.size() > GROUPS_MAX) {
            refuse(object.place(), "There are more than " + MEASURES_MAX + " measures or " + GROUPS_MAX + " groups");
        }
    }

    private void key(Member member) {
        JsonNode value = member.value();
        switch (member.name()) {
            case "count" -> counts(value);
            case "sum" -> measures(member, Measure.Kind.SUM);
            case "avg" -> measures(member, Measure.Kind.AVG);
            case "min" -> measures(member, Measure.Kind.MIN);
            case "max" -> measures(member, Measure.Kind.MAX);
            case "countDistinct" -> measures(member, Measure.Kind.COUNT_DISTINCT);
            case "groupBy" -> items(member).forEach(this::group);
            case "where" -> filter = new FilterReader(entity, admin, problems, new FilterCost(problems)).where(value);
            case "limit" -> {
                QueryReader reader = new QueryReader(entity, admin, problems);
                limit = (int) reader.count(member, 1, QueryRequest.LIMIT_MAX);
            }
            default ->
                refuse(
                        member.place(),
                        "Unknown key " + Problems.quote(member.name()) + " -- keys: " + String.join(", ", KEYS)
                                + DidYouMean.hint(member.name(), KEYS));
        }
    }

    private void counts(JsonNode value) {
        if (value instanceof ArrayNode array) {
            array.items().forEach(this::count);
        } else {
            count(value);
        }
    }

    private void count(JsonNode value) {
        if (value instanceof StringNode text && text.value().equals("*")) {
            measure(value.place(), Measure.Kind.COUNT_ROWS, null);
        } else {
            Field field = field(value);
            if (field != null) {
                measure(value.place(), Measure.Kind.COUNT, field);
            }
        }
    }

    private void measures(Member member, Measure.Kind kind) {
        for (JsonNode item : items(member)) {
            Field field = field(item);
            if (field == null) {
                continue;
            }
            boolean arithmetic = kind == Measure.Kind.SUM || kind == Measure.Kind.AVG;
            if (arithmetic
                    ? !field.type().kind().numeric()
                    : !field.type().kind().ordered()) {
                refuse(
                        item.place(),
                        member.name() + " can't measure " + field.name() + ", which is of type " + field.type());
            } else {
                measure(item.place(), kind, field);
            }
        }
    }

    private void measure(JsonPlace place, Measure.Kind kind, Field field) {
        String prefix = kind == Measure.Kind.COUNT_ROWS ? "count" : kind.name().toLowerCase(Locale.ROOT);
        String name = field == null ? prefix : prefix + "_" + field.name();
        if (take(place, name)) {
            measures.add(new Measure(kind, field));
            measureNames.add(name);
        }
    }

    private void group(JsonNode item) {
        if (!(item instanceof ObjectNode object)) {
            group(item, item, null);
            return;
        }
        JsonNode bucket = object.get("bucket");
        boolean known = object.byName().keySet().stream().allMatch(key -> key.equals("field") || key.equals("bucket"));
        if (!known || object.get("field") == null) {
            refuse(item.place(), "A group is a field, or an object of field and bucket");
        } else if (bucket == null) {
            group(item, object.get("field"), null);
        } else if (bucket instanceof StringNode text && BUCKETS.contains(text.value())) {
            group(item, object.get("field"), Bucket.valueOf(text.value().toUpperCase(Locale.ROOT)));
        } else {
            refuse(bucket.place(), "A bucket is one of " + String.join(", ", BUCKETS));
        }
    }

    private void group(JsonNode item, JsonNode name, Bucket bucket) {
        Field field = field(name);
        if (field == null) {
            return;
        }
        if (bucket != null && field.type().kind() != Kind.DATETIME) {
            refuse(item.place(), "Buckets are for datetime fields; " + field.name() + " is of type " + field.type());
        } else if (!field.type().kind().ordered()) {
            refuse(item.place(), "Rows can't be grouped by the json field " + field.name());
        } else {
            String output = bucket == null
                    ? field.name()
                    : field.name() + "_" + bucket.name().toLowerCase(Locale.ROOT);
            if (take(item.place(), output)) {
                groups.add(new Grouping(field, bucket));
                groupNames.add(output);
            }
        }
    }

    private boolean take(JsonPlace place, String name) {
        boolean free = taken.add(name);
        if (!free) {
            refuse(place, "Two columns of the result would be called " + name);
        }
        return free;
    }

    private List<JsonNode> items(Member member) {
        if (member.value() instanceof ArrayNode array) {
            return array.items();
        }
        refuse(
                member.value().place(),
                member.name() + " takes an array of fields; this is "
                        + member.value().kind());
        return List.of();
    }

    private Field field(JsonNode node) {
        if (!(node instanceof StringNode name)) {
            refuse(node.place(), "The name of a field must be a string; this is " + node.kind());
            return null;
        }
        Field field = VisibleFields.find(entity, name.value(), admin);
        if (field == null) {
            VisibleFields.unknown(problems, node.place().path(), entity, name.value(), admin);
        }
        return field;
    }

    private void refuse(JsonPlace place, String message) {
        problems.add(place, ErrorCode.INVALID_QUERY, message);
    }
}
