// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.batch;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import java.util.List;
import java.util.Set;

/** The reader of one operation of a batch or a transaction: {@code {"op","entity","id"?,"data"?}}. */
final class BatchOperationReader {
    static final int OPERATIONS_MAX = 10_000;

    private static final Set<String> KEYS = Set.of("op", "entity", "id", "data");

    private final DataService service;
    private final boolean admin;

    BatchOperationReader(DataService service, boolean admin) {
        this.service = service;
        this.admin = admin;
    }

    /** Returns the list of operations. Fails with {@code INVALID_DATA} when it is no array or too long. */
    static List<JsonNode> list(JsonNode node) {
        if (!(node instanceof JsonNode.ArrayNode array)) {
            throw LynchetException.invalid(List.of(node.place()
                    .problem(ErrorCode.INVALID_DATA, "Expected an array of operations, got " + node.kind() + ".")));
        }
        if (array.items().size() > OPERATIONS_MAX) {
            throw LynchetException.invalid(List.of(node.place()
                    .problem(
                            ErrorCode.INVALID_DATA,
                            "A batch must not have more than " + OPERATIONS_MAX + " operations.")));
        }
        return array.items();
    }

    /** Returns the mutation; every failure has problems with paths. */
    Mutation read(JsonNode node) {
        try {
            return mutation(node);
        } catch (LynchetException e) {
            if (!e.problems().isEmpty() || e.code().status() >= 500) {
                throw e;
            }
            throw new LynchetException(
                    e.code(), e.getMessage(), List.of(new Problem(node.place().path(), e.code(), e.getMessage())));
        }
    }

    private Mutation mutation(JsonNode node) {
        BodyObject body = new BodyObject(node, KEYS);
        String op = body.text("op");
        String entityName = body.text("entity");
        String id = body.optionalText("id");
        if (op != null && !Set.of("insert", "update", "delete").contains(op)) {
            body.problem(
                    body.get("op"), "Unknown operation \"" + op + "\"; the operations are insert, update, delete.");
        } else if (op != null) {
            checkShape(body, op, id);
        }
        body.throwIfAny();
        Entity entity = service.entity(entityName);
        return switch (op) {
            case "insert" -> new Mutation.Insert(draft(body, entity, new DraftRules(admin, false)));
            case "update" -> new Mutation.Update(id, draft(body, entity, new DraftRules(admin, true)), Mutation.ANY);
            default -> new Mutation.Delete(entity, id, Mutation.ANY);
        };
    }

    private static void checkShape(BodyObject body, String op, String id) {
        boolean insert = op.equals("insert");
        if (insert && body.get("id") != null) {
            body.problem(body.get("id"), "The id of an insert belongs in data.");
        } else if (!insert && body.get("id") == null) {
            body.problem(body.node(), "The key \"id\" is missing.");
        } else if (!insert && id != null && id.isEmpty()) {
            body.problem(body.get("id"), "The id is empty.");
        }
        if (op.equals("delete") && body.get("data") != null) {
            body.problem(body.get("data"), "A delete must not have data.");
        } else if (!op.equals("delete") && body.get("data") == null) {
            body.problem(body.node(), "The key \"data\" is missing.");
        }
    }

    private static Draft draft(BodyObject body, Entity entity, DraftRules rules) {
        return DraftReader.read(body.get("data"), entity, rules);
    }

    /** Returns the name of a mutation on the wire. */
    static String nameOf(Mutation mutation) {
        if (mutation instanceof Mutation.Insert) {
            return "insert";
        }
        return mutation instanceof Mutation.Update ? "update" : "delete";
    }
}
