// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.Include;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Relation;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.BooleanNode;
import io.lynchet.json.JsonNode.Member;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonPlace;
import io.lynchet.json.JsonTree;
import io.lynchet.json.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The reader of graph queries: {@code {"Todo": {"where": {}, "order": {}, "limit": 10, "offset": 0, "include":
 * {"owner": {}}}}}.
 *
 * <p>A graph query has at most {@link #ENTITIES_MAX} entities. An include is {@code true} or an object of
 * {@code where}, {@code order}, {@code limit} (1 to {@link #RELATED_MAX}, the default) and {@code include}. There are
 * at most {@link #LEVELS_MAX} levels and {@link #INCLUDES_MAX} includes in all.
 */
public final class GraphQueryReader {
    public static final int ENTITIES_MAX = 20;
    public static final int LEVELS_MAX = 5;
    public static final int INCLUDES_MAX = 50;

    /** The most related rows per row. */
    public static final int RELATED_MAX = 1_000;

    private static final List<String> PART_KEYS = List.of("where", "order", "limit", "offset", "include");
    private static final List<String> INCLUDE_KEYS = List.of("where", "order", "limit", "include");

    private final Schema schema;
    private final boolean admin;
    private final Problems problems;
    private final FilterCost cost;
    private int includes;

    private GraphQueryReader(Schema schema, boolean admin, Problems problems) {
        this.schema = schema;
        this.admin = admin;
        this.problems = problems;
        this.cost = new FilterCost(problems);
    }

    /** The query of one entity in a graph query. */
    public record Part(QueryRequest request, List<Include> includes) {
        public Part {
            includes = List.copyOf(includes);
        }
    }

    /**
     * Reads a body.
     *
     * <p>Problems: those of {@link FilterReader}, {@code ENTITY_NOT_FOUND} (also for system entities),
     * {@code RELATION_NOT_FOUND}.
     *
     * @return in the order of the text
     */
    public static List<Part> read(byte[] body, Schema schema, boolean admin) {
        return read(JsonTree.read(body), schema, admin);
    }

    /** Reads a graph query inside a larger document. */
    public static List<Part> read(JsonNode graph, Schema schema, boolean admin) {
        Problems problems = new Problems();
        List<Part> parts = new GraphQueryReader(schema, admin, problems).parts(graph);
        problems.throwIfAny();
        return parts;
    }

    private List<Part> parts(JsonNode graph) {
        List<Part> parts = new ArrayList<>();
        if (!(graph instanceof ObjectNode object)) {
            refuse(graph.place(), "The graph query must be an object of entities; this is " + graph.kind());
            return parts;
        }
        if (object.byName().isEmpty() || object.byName().size() > ENTITIES_MAX) {
            refuse(graph.place(), "A graph query names 1 to " + ENTITIES_MAX + " entities");
            return parts;
        }
        for (Member member : object.members()) {
            Entity entity = schema.entityOrNull(member.name());
            if (entity == null || entity.system()) {
                problems.add(
                        member.place(),
                        ErrorCode.ENTITY_NOT_FOUND,
                        "There is no entity " + Problems.quote(member.name())
                                + DidYouMean.hint(member.name(), entityNames()));
            } else if (member.value() instanceof ObjectNode part) {
                parts.add(part(entity, part));
            } else {
                refuse(member.value().place(), "The query of an entity must be an object");
            }
        }
        return parts;
    }

    private Part part(Entity entity, ObjectNode part) {
        Asked asked = asked(entity, part, PART_KEYS, QueryRequest.LIMIT_MAX, 0, 1);
        QueryRequest request = new QueryRequest(entity, asked.filter, asked.order, asked.limit, asked.offset);
        return new Part(request, asked.includes);
    }

    /** The members of an entity's query or of an include. */
    private static final class Asked {
        private Filter filter = Filter.Constant.TRUE;
        private List<SortKey> order = List.of();
        private OptionalInt limit = OptionalInt.empty();
        private long offset;
        private List<Include> includes = List.of();
    }

    private Asked asked(Entity entity, ObjectNode object, List<String> keys, int limitMax, int limitMin, int level) {
        Asked asked = new Asked();
        QueryReader reader = new QueryReader(entity, admin, problems);
        for (Member member : object.members()) {
            JsonNode value = member.value();
            switch (keys.contains(member.name()) ? member.name() : "") {
                case "where" -> asked.filter = new FilterReader(entity, admin, problems, cost).where(value);
                case "order" -> asked.order = reader.keys(value);
                case "limit" -> asked.limit = OptionalInt.of((int) reader.count(member, limitMin, limitMax));
                case "offset" -> asked.offset = reader.count(member, 0, QueryRequest.OFFSET_MAX);
                case "include" -> asked.includes = includes(entity, value, level);
                default ->
                    refuse(
                            member.place(),
                            "Unknown key " + Problems.quote(member.name()) + " -- keys: " + String.join(", ", keys)
                                    + DidYouMean.hint(member.name(), keys));
            }
        }
        return asked;
    }

    private List<Include> includes(Entity entity, JsonNode node, int level) {
        List<Include> found = new ArrayList<>();
        if (!(node instanceof ObjectNode object)) {
            refuse(node.place(), "An include must be an object of relations; this is " + node.kind());
            return found;
        }
        if (level > LEVELS_MAX) {
            refuse(node.place(), "There are more than " + LEVELS_MAX + " levels of includes");
            return found;
        }
        for (Member member : object.members()) {
            Relation relation = entity.relation(member.name()).orElse(null);
            if (++includes == INCLUDES_MAX + 1) {
                refuse(member.place(), "There are more than " + INCLUDES_MAX + " includes");
            } else if (relation == null) {
                problems.add(member.place(), ErrorCode.RELATION_NOT_FOUND, unknownRelation(entity, member.name()));
            } else {
                found.add(include(relation, member.value(), level));
            }
        }
        return found;
    }

    private Include include(Relation relation, JsonNode node, int level) {
        Asked asked = new Asked();
        Entity target = schema.entityOrNull(relation.target());
        if (node instanceof ObjectNode object) {
            asked = asked(target, object, INCLUDE_KEYS, RELATED_MAX, 1, level + 1);
        } else if (!(node instanceof BooleanNode bool && bool.value())) {
            refuse(node.place(), "An include takes true or an object; this is " + node.kind());
        }
        return new Include(relation, asked.filter, asked.order, asked.limit.orElse(RELATED_MAX), asked.includes);
    }

    private List<String> entityNames() {
        return schema.entities().stream()
                .filter(entity -> !entity.system())
                .map(Entity::name)
                .toList();
    }

    private static String unknownRelation(Entity entity, String name) {
        List<String> known = entity.relations().stream().map(Relation::name).toList();
        return "Unknown relation " + Problems.quote(name) + " -- relations of " + entity + ": "
                + String.join(", ", known) + DidYouMean.hint(name, known);
    }

    private void refuse(JsonPlace place, String message) {
        problems.add(place, ErrorCode.INVALID_QUERY, message);
    }
}
