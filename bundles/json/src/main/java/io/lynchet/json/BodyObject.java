// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A small JSON object with known members, which gathers all problems of its input. */
public final class BodyObject {
    private final JsonNode.ObjectNode object;
    private final List<Problem> problems = new ArrayList<>(0);

    /** Wraps a node. Fails with {@code INVALID_DATA} when it is no object; unknown names become problems. */
    public BodyObject(JsonNode node, Set<String> known) {
        if (!(node instanceof JsonNode.ObjectNode given)) {
            throw LynchetException.invalid(List.of(
                    node.place().problem(ErrorCode.INVALID_DATA, "Expected an object, got " + node.kind() + ".")));
        }
        object = given;
        for (JsonNode.Member member : given.members()) {
            if (!known.contains(member.name())) {
                problems.add(member.place()
                        .problem(
                                ErrorCode.INVALID_DATA,
                                "Unknown key \"" + member.name() + "\"; the keys are "
                                        + String.join(", ", new java.util.TreeSet<>(known)) + "."));
            }
        }
    }

    /** Returns the text of a required member, or null after noting a problem. */
    public String text(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            problem(object, "The key \"" + name + "\" is missing.");
            return null;
        }
        return textOf(value, name);
    }

    /** Returns the text of a member, or null when the member is missing. */
    public String optionalText(String name) {
        JsonNode value = object.get(name);
        return value == null ? null : textOf(value, name);
    }

    private String textOf(JsonNode value, String name) {
        if (value instanceof JsonNode.StringNode text) {
            return text.value();
        }
        problem(value, "\"" + name + "\" must be a string, got " + value.kind() + ".");
        return null;
    }

    /** Returns true or false, or null when the member is missing. */
    public Boolean optionalBoolean(String name) {
        JsonNode value = object.get(name);
        if (value == null || value instanceof JsonNode.BooleanNode) {
            return value == null ? null : ((JsonNode.BooleanNode) value).value();
        }
        problem(value, "\"" + name + "\" must be true or false, got " + value.kind() + ".");
        return null;
    }

    /** Returns the member with that name, or null. */
    public JsonNode get(String name) {
        return object.get(name);
    }

    /** Returns the object itself, for problems that concern all of it. */
    public JsonNode node() {
        return object;
    }

    /** Notes a problem. */
    public void problem(JsonNode at, String message) {
        problem(at, ErrorCode.INVALID_DATA, message);
    }

    /** Notes a problem that has a code of its own. */
    public void problem(JsonNode at, ErrorCode code, String message) {
        problems.add(at.place().problem(code, message));
    }

    /** Fails with all noted problems, if there are any. */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
    }
}
