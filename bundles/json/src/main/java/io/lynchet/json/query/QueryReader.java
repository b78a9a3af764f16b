// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.ArrayNode;
import io.lynchet.json.JsonNode.Member;
import io.lynchet.json.JsonNode.NumberNode;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonPlace;
import io.lynchet.json.JsonTree;
import io.lynchet.json.Problems;
import io.lynchet.json.row.VisibleFields;
import io.lynchet.json.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The reader of queries and sort orders.
 *
 * <p>An order is an object {@code {"field": "asc"|"desc", ...}} or an array of pairs {@code [["field", "asc"], ...]}.
 * It has at most {@link #SORT_KEYS_MAX} keys, the most significant first. Json fields have no order.
 */
public final class QueryReader {
    public static final int SORT_KEYS_MAX = 8;

    private static final List<String> KEYS = List.of("$and", "$or", "$not", "$order", "$limit", "$offset");

    private final Entity entity;
    private final boolean admin;
    private final Problems problems;

    QueryReader(Entity entity, boolean admin, Problems problems) {
        this.entity = entity;
        this.admin = admin;
        this.problems = problems;
    }

    /**
     * Reads a flat query. Its members are those of a {@code where} object (see {@link FilterReader}), and beside them
     * {@code $order}, {@code $limit} (0 to {@link QueryRequest#LIMIT_MAX}) and {@code $offset} (0 to
     * {@link QueryRequest#OFFSET_MAX}).
     *
     * <p>Problems: those of {@link FilterReader}.
     */
    public static QueryRequest read(byte[] body, Entity entity, boolean admin) {
        return read(JsonTree.read(body), entity, admin);
    }

    /** Reads a flat query inside a larger document. */
    public static QueryRequest read(JsonNode query, Entity entity, boolean admin) {
        Problems problems = new Problems();
        QueryRequest request = new QueryReader(entity, admin, problems).flat(query);
        problems.throwIfAny();
        return request;
    }

    /** Reads an order. */
    public static List<SortKey> order(JsonNode order, Entity entity, boolean admin) {
        Problems problems = new Problems();
        List<SortKey> keys = new QueryReader(entity, admin, problems).keys(order);
        problems.throwIfAny();
        return keys;
    }

    private QueryRequest flat(JsonNode query) {
        if (!(query instanceof ObjectNode object)) {
            problems.add(
                    query.place(), ErrorCode.INVALID_QUERY, "The query must be an object; this is " + query.kind());
            return new QueryRequest(entity, Filter.Constant.FALSE, List.of(), OptionalInt.empty(), 0);
        }
        List<Member> conditions = new ArrayList<>();
        List<SortKey> order = List.of();
        OptionalInt limit = OptionalInt.empty();
        long offset = 0;
        for (Member member : object.members()) {
            switch (member.name()) {
                case "$order" -> order = keys(member.value());
                case "$limit" -> limit = OptionalInt.of((int) count(member, 0, QueryRequest.LIMIT_MAX));
                case "$offset" -> offset = count(member, 0, QueryRequest.OFFSET_MAX);
                default -> conditions.add(member);
            }
        }
        Filter filter = new FilterReader(entity, admin, problems, new FilterCost(problems)).where(conditions, KEYS);
        return new QueryRequest(entity, filter, order, limit, offset);
    }

    /** Returns a whole number in a range. After noting a problem, returns the lower end. */
    long count(Member member, long least, long most) {
        Long value = member.value() instanceof NumberNode number ? Numbers.whole(number.literal()) : null;
        if (value == null || value < least || value > most) {
            problems.add(
                    member.value().place(),
                    ErrorCode.INVALID_QUERY,
                    member.name() + " takes a whole number from " + least + " to " + most);
            return least;
        }
        return value;
    }

    List<SortKey> keys(JsonNode order) {
        List<SortKey> keys = new ArrayList<>();
        if (order instanceof ObjectNode object) {
            for (Member member : object.members()) {
                key(member.place(), member.name(), member.value(), keys);
            }
        } else if (order instanceof ArrayNode array) {
            for (JsonNode item : array.items()) {
                if (item instanceof ArrayNode pair
                        && pair.items().size() == 2
                        && pair.items().get(0) instanceof StringNode name) {
                    key(name.place(), name.value(), pair.items().get(1), keys);
                } else {
                    problems.add(
                            item.place(),
                            ErrorCode.INVALID_QUERY,
                            "A sort key is a pair of a field and \"asc\" or \"desc\"");
                }
            }
        } else {
            problems.add(
                    order.place(),
                    ErrorCode.INVALID_QUERY,
                    "An order is an object {\"field\": \"asc\"} or an array of pairs; this is " + order.kind());
        }
        if (keys.size() > SORT_KEYS_MAX) {
            problems.add(order.place(), ErrorCode.INVALID_QUERY, "There are more than " + SORT_KEYS_MAX + " sort keys");
        }
        return keys;
    }

    private void key(JsonPlace place, String name, JsonNode direction, List<SortKey> keys) {
        Field field = VisibleFields.find(entity, name, admin);
        if (field == null) {
            VisibleFields.unknown(problems, place.path(), entity, name, admin);
        } else if (!field.type().kind().ordered()) {
            problems.add(place, ErrorCode.INVALID_QUERY, "The json field " + name + " has no order");
        } else if (keys.stream().anyMatch(key -> key.field().equals(field))) {
            problems.add(place, ErrorCode.INVALID_QUERY, "The order names " + name + " twice");
        } else if (direction instanceof StringNode text
                && List.of("asc", "desc").contains(text.value())) {
            keys.add(new SortKey(field, text.value().equals("asc")));
        } else {
            problems.add(direction.place(), ErrorCode.INVALID_QUERY, "A direction is \"asc\" or \"desc\"");
        }
    }
}
