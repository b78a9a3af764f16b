// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A request body: an object of strings with known names. */
final class CodeBody {
    private final JsonNode.ObjectNode object;

    private CodeBody(JsonNode.ObjectNode object) {
        this.object = object;
    }

    /**
     * Parses a body. Fails with {@code INVALID_JSON}, or with {@code INVALID_DATA} and the paths of all unexpected
     * members.
     */
    static CodeBody read(byte[] body, Set<String> known) {
        JsonNode node = JsonTree.read(body);
        if (!(node instanceof JsonNode.ObjectNode given)) {
            throw LynchetException.invalid(List.of(
                    node.place().problem(ErrorCode.INVALID_DATA, "Expected an object, got " + node.kind() + ".")));
        }
        List<Problem> problems = new ArrayList<>();
        for (JsonNode.Member member : given.members()) {
            if (!known.contains(member.name())) {
                problems.add(member.place()
                        .problem(
                                ErrorCode.INVALID_DATA,
                                "Unknown key; the keys are " + String.join(", ", new TreeSet<>(known)) + "."));
            } else if (!member.value().isNull() && !(member.value() instanceof JsonNode.StringNode)) {
                problems.add(member.value()
                        .place()
                        .problem(
                                ErrorCode.INVALID_DATA,
                                "Expected a string, got " + member.value().kind() + "."));
            }
        }
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
        return new CodeBody(given);
    }

    /** Returns the address in its canonical form. Fails with {@code MISSING_EMAIL} or {@code INVALID_EMAIL}. */
    String email() {
        return EmailAddress.mailable(text("email"));
    }

    /** Returns the text given as code, perhaps empty. */
    String code() {
        String code = text("code").strip();
        if (code.isEmpty()) {
            throw LynchetException.invalid(
                    List.of(object.place().problem(ErrorCode.INVALID_DATA, "The key \"code\" is missing.")));
        }
        return code;
    }

    private String text(String name) {
        return object.get(name) instanceof JsonNode.StringNode text ? text.value() : "";
    }
}
