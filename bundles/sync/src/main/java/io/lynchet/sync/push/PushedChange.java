// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.push;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import java.util.Set;

/**
 * One change as a client has sent it.
 *
 * @param rowId the client's id of the row; for an insert it names no row yet
 * @param data of inserts and updates
 * @param opId the operation key, by which a repetition is recognised, or null
 */
record PushedChange(String entity, String rowId, ChangeKind kind, JsonNode data, String opId) {
    static final int NAME_CHARS_MAX = 200;

    private static final Set<String> KEYS = Set.of("entity", "row_id", "kind", "data", "op_id");

    /** Parses a change. Fails with all problems of its shape. */
    static PushedChange of(JsonNode node) {
        BodyObject body = new BodyObject(node, KEYS);
        String entity = body.text("entity");
        String rowId = body.text("row_id");
        String opId = body.optionalText("op_id");
        ChangeKind kind = kind(body);
        JsonNode data = body.get("data");
        if (rowId != null && (rowId.isEmpty() || rowId.length() > NAME_CHARS_MAX)) {
            body.problem(body.get("row_id"), "\"row_id\" has 1 to " + NAME_CHARS_MAX + " characters.");
        }
        if (opId != null && !isName(opId, NAME_CHARS_MAX)) {
            body.problem(body.get("op_id"), nameRule("op_id", NAME_CHARS_MAX));
        }
        if (data == null && kind != null && kind != ChangeKind.DELETE) {
            body.problem(body.node(), "The key \"data\" is missing.");
        }
        body.throwIfAny();
        return new PushedChange(entity, rowId, kind, data, opId);
    }

    private static ChangeKind kind(BodyObject body) {
        String text = body.text("kind");
        for (ChangeKind kind : ChangeKind.values()) {
            if (kind.wireName().equals(text)) {
                return kind;
            }
        }
        if (text != null) {
            body.problem(body.get("kind"), "Unknown kind \"" + text + "\"; the kinds are insert, update, delete.");
        }
        return null;
    }

    /** Tells whether the text can name a client or an operation. */
    static boolean isName(String text, int charsMax) {
        return !text.isEmpty() && text.length() <= charsMax && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    static String nameRule(String key, int charsMax) {
        return "\"" + key + "\" has 1 to " + charsMax + " printable characters without spaces.";
    }

    /** Returns the mutation to write. Fails for an unknown entity and for invalid data. */
    Mutation mutation(DataService service, Principal principal) {
        Entity wanted = service.entity(entity);
        boolean admin = principal.admin();
        return switch (kind) {
            case INSERT -> new Mutation.Insert(DraftReader.read(data, wanted, new DraftRules(admin, false)));
            case UPDATE ->
                new Mutation.Update(rowId, DraftReader.read(data, wanted, new DraftRules(admin, true)), Mutation.ANY);
            case DELETE -> new Mutation.Delete(wanted, rowId, Mutation.ANY);
        };
    }
}
