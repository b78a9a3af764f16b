// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.push;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The body of a push.
 *
 * @param clientId the caller's name for this client, or empty
 * @param atomic whether all changes are made or none
 */
record PushRequest(String clientId, boolean atomic, List<PushedChange> changes) {
    static final int CHANGES_MAX = 1_000;
    static final int CLIENT_CHARS_MAX = 100;

    private static final Set<String> KEYS = Set.of("client_id", "atomic", "changes");
    private static final int PROBLEMS_MAX = 100;

    /** Parses a push. Fails with all problems of its shape; then nothing has been done. */
    static PushRequest of(JsonNode node) {
        BodyObject body = new BodyObject(node, KEYS);
        String clientId = body.optionalText("client_id");
        Boolean atomic = body.optionalBoolean("atomic");
        if (clientId != null && !PushedChange.isName(clientId, CLIENT_CHARS_MAX)) {
            body.problem(body.get("client_id"), PushedChange.nameRule("client_id", CLIENT_CHARS_MAX));
        }
        List<JsonNode> changes = nodes(body);
        body.throwIfAny();
        PushRequest request =
                new PushRequest(clientId == null ? "" : clientId, Boolean.TRUE.equals(atomic), changes(changes));
        request.checkNames(body);
        return request;
    }

    private static List<JsonNode> nodes(BodyObject body) {
        JsonNode given = body.get("changes");
        if (!(given instanceof JsonNode.ArrayNode array)) {
            body.problem(given == null ? body.node() : given, "\"changes\" must be an array.");
            return List.of();
        }
        if (array.items().size() > CHANGES_MAX) {
            body.problem(given, "A push has at most " + CHANGES_MAX + " changes.");
        }
        return array.items();
    }

    private static List<PushedChange> changes(List<JsonNode> nodes) {
        List<PushedChange> changes = new ArrayList<>(nodes.size());
        List<Problem> problems = new ArrayList<>(0);
        for (JsonNode node : nodes) {
            try {
                changes.add(PushedChange.of(node));
            } catch (LynchetException e) {
                problems.addAll(e.problems());
            }
            if (problems.size() >= PROBLEMS_MAX) {
                break;
            }
        }
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
        return changes;
    }

    // The names of all operations together tell whether a batch was made already, so all of them have names or none.
    private void checkNames(BodyObject body) {
        long named = changes.stream().filter(change -> change.opId() != null).count();
        if (atomic && named > 0 && named < changes.size()) {
            body.problem(
                    body.get("changes"),
                    ErrorCode.INVALID_DATA,
                    "In an atomic push either all changes have an \"op_id\", or none.");
            body.throwIfAny();
        }
    }

    /** Tells whether the client may send all changes again without doing any of them twice. */
    boolean isRepeatable() {
        return changes.stream().allMatch(change -> change.opId() != null);
    }
}
