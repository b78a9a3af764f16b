// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.AggregateReader;
import io.lynchet.json.query.FilterReader;
import io.lynchet.json.query.QueryReader;
import io.lynchet.live.result.LiveQuery;
import java.util.List;
import java.util.Set;

/**
 * A subscribe frame as the client sent it, kept so that it can be interpreted anew when the schema changes.
 *
 * @param id the client's own name for the subscription
 * @param since the seq of the last frame that the client has, or -1
 * @param scope the rights under which it got that frame, or null
 * @param what the members that describe the query
 */
public record SubscribeFrame(String id, String entity, long since, String scope, BodyObject what) {
    private static final Set<String> KEYS = Set.of(
            "type", "id", "entity", "where", "order", "limit", "count", "aggregate", "since", "scope", "include");
    private static final int ID_CHARS_MAX = 100;
    private static final int SCOPE_CHARS_MAX = 60;

    /** Parses a frame. Fails with all problems of its shape. */
    public static SubscribeFrame of(JsonNode frame) {
        BodyObject body = new BodyObject(frame, KEYS);
        String id = idOf(body);
        String entity = body.text("entity");
        String scope = body.optionalText("scope");
        if (scope != null && scope.length() > SCOPE_CHARS_MAX) {
            body.problem(body.get("scope"), "The scope is not from this server.");
        }
        if (body.get("include") != null) {
            body.problem(
                    body.get("include"),
                    ErrorCode.INVALID_QUERY,
                    "A live query has no \"include\"; subscribe to the related entity as well.");
        }
        if (body.get("count") != null && body.get("aggregate") != null) {
            body.problem(
                    body.get("aggregate"), ErrorCode.INVALID_QUERY, "Ask for \"count\" or \"aggregate\", not both.");
        }
        long since = wholeOf(body, "since", 0, Long.MAX_VALUE, -1);
        body.throwIfAny();
        return new SubscribeFrame(id, entity, since, scope, body);
    }

    /** Returns the id of a frame, or null after noting its problem. */
    public static String idOf(BodyObject body) {
        String id = body.text("id");
        if (id != null
                && (id.isEmpty() || id.length() > ID_CHARS_MAX || !id.chars().allMatch(c -> c > ' ' && c <= '~'))) {
            body.problem(body.get("id"), "An id has 1 to " + ID_CHARS_MAX + " printable ASCII characters.");
        }
        return id;
    }

    private static long wholeOf(BodyObject body, String name, long least, long most, long absent) {
        JsonNode node = body.get(name);
        if (node == null) {
            return absent;
        }
        if (!(node instanceof JsonNode.NumberNode number)
                || !(number.plain() instanceof Long value)
                || value < least
                || value > most) {
            body.problem(
                    node,
                    ErrorCode.INVALID_QUERY,
                    "\"" + name + "\" must be a whole number from " + least
                            + (most == Long.MAX_VALUE ? "." : " to " + most + "."));
            return absent;
        }
        return value;
    }

    /** Returns the query for an entity of the current schema. Fails with all problems. */
    public LiveQuery against(Entity of, boolean admin) {
        JsonNode aggregate = what.get("aggregate");
        if (aggregate != null) {
            refuse("where", "order", "limit");
            what.throwIfAny();
            return new LiveQuery.Aggregate(AggregateReader.read(aggregate, of, admin));
        }
        JsonNode where = what.get("where");
        Filter filter = where == null ? Filter.Constant.TRUE : FilterReader.read(where, of, admin);
        if (Boolean.TRUE.equals(what.optionalBoolean("count"))) {
            refuse("order", "limit");
            what.throwIfAny();
            return new LiveQuery.Count(of, filter);
        }
        JsonNode order = what.get("order");
        List<SortKey> keys = order == null ? List.of() : QueryReader.order(order, of, admin);
        long limit = wholeOf(what, "limit", 1, LiveQuery.Rows.LIMIT_MAX, LiveQuery.Rows.LIMIT_DEFAULT);
        what.throwIfAny();
        return new LiveQuery.Rows(of, filter, keys, (int) limit);
    }

    private void refuse(String... names) {
        for (String name : names) {
            if (what.get(name) != null) {
                what.problem(
                        what.get(name),
                        ErrorCode.INVALID_QUERY,
                        "\"" + name + "\" does not apply to count and aggregate.");
            }
        }
    }

    /** Returns entity and query as compact JSON for operators. */
    public String queryText() {
        JsonWriter json = new JsonWriter(128).beginObject().name("entity").value(entity);
        for (String name : List.of("where", "order", "limit", "count", "aggregate")) {
            JsonNode value = what.get(name);
            if (value != null) {
                json.name(name).node(value);
            }
        }
        return json.endObject().toString();
    }
}
