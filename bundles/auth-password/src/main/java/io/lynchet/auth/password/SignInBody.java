// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.http.Request;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads a body of few, short, known members, and gathers all that is wrong with it. No message repeats a value. */
final class SignInBody {
    private static final int EMAIL_CHARS_MAX = 254;
    private static final int NAME_CHARS_MAX = 200;
    private static final int TOKEN_CHARS_MAX = 200;

    private final JsonNode.ObjectNode object;
    private final List<Problem> problems = new ArrayList<>(0);

    /** {@code INVALID_JSON}, or {@code INVALID_DATA} when it is no object; names that are not known are problems. */
    SignInBody(Request request, Set<String> known) {
        JsonNode node = JsonTree.read(request.body());
        if (!(node instanceof JsonNode.ObjectNode given)) {
            throw LynchetException.invalid(List.of(
                    node.place().problem(ErrorCode.INVALID_DATA, "Expected an object, got " + node.kind() + ".")));
        }
        object = given;
        for (JsonNode.Member member : given.members()) {
            if (!known.contains(member.name())) {
                String message = "Unknown key; known are " + String.join(", ", new TreeSet<>(known)) + ".";
                problems.add(member.place().problem(ErrorCode.INVALID_DATA, message));
            }
        }
    }

    /** The address in lower case. */
    String email() {
        JsonNode node = object.get("email");
        if (node == null
                || node.isNull()
                || node instanceof JsonNode.StringNode text && text.value().isEmpty()) {
            problem(node, ErrorCode.MISSING_EMAIL, "The address is missing.");
            return null;
        }
        String email = text("email", EMAIL_CHARS_MAX);
        if (email != null && !isAddress(email)) {
            problem(node, ErrorCode.INVALID_EMAIL, "That is no email address.");
        }
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    // Whether mail arrives is found out by sending some. This only keeps out what is none, and whatever could become a
    // second header of a mail.
    private static boolean isAddress(String email) {
        int at = email.lastIndexOf('@');
        boolean clean = email.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c));
        return clean && at > 0 && at < email.length() - 1;
    }

    String password(String name) {
        return text(name, PasswordRules.CHARS_MAX);
    }

    String token() {
        return text("token", TOKEN_CHARS_MAX);
    }

    /** Null when it is not given. */
    String displayName() {
        JsonNode node = object.get("displayName");
        if (node == null || node.isNull()) {
            return null;
        }
        String name = text("displayName", NAME_CHARS_MAX);
        if (name != null && name.codePoints().anyMatch(Character::isISOControl)) {
            problem(node, ErrorCode.INVALID_DATA, "A name has no line breaks and control characters.");
        }
        return name;
    }

    private String text(String name, int charsMax) {
        JsonNode node = object.get(name);
        if (!(node instanceof JsonNode.StringNode text)) {
            String found = node == null ? "is missing" : "has to be a string, got " + node.kind();
            problem(node, ErrorCode.INVALID_DATA, "\"" + name + "\" " + found + ".");
            return null;
        }
        if (text.value().isEmpty() || text.value().length() > charsMax) {
            problem(node, ErrorCode.INVALID_DATA, "\"" + name + "\" has to have 1 to " + charsMax + " characters.");
            return null;
        }
        return text.value();
    }

    private void problem(JsonNode at, ErrorCode code, String message) {
        problems.add((at == null ? object : at).place().problem(code, message));
    }

    /** Call this before using what was read. */
    void check() {
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
    }
}
