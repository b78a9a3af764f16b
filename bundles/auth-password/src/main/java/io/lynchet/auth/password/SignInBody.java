// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Request;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.util.Locale;
import java.util.Set;

/** Reads a body of few, short, known members, and gathers all that is wrong with it. No message repeats a value. */
final class SignInBody {
    private static final int EMAIL_CHARS_MAX = 254;
    private static final int NAME_CHARS_MAX = 200;
    private static final int TOKEN_CHARS_MAX = 200;

    private final BodyObject object;

    /** {@code INVALID_JSON}, or {@code INVALID_DATA} when it is no object; names that are not known are problems. */
    SignInBody(Request request, Set<String> known) {
        object = new BodyObject(JsonTree.read(request.body()), known);
    }

    /** For routes that take nothing: no body at all, or an object without members. */
    static void checkEmpty(Request request) {
        if (request.body().length > 0) {
            new SignInBody(request, Set.of()).check();
        }
    }

    /** The address as it was typed, in lower case: an account may be older than the form that new ones have. */
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

    /** What was given for a code; spaces around it come from copying it out of a mail. */
    String code() {
        String code = text("code", TOKEN_CHARS_MAX);
        return code == null ? null : code.strip();
    }

    /** Null when it is not given. */
    String displayName() {
        JsonNode node = object.get("displayName");
        if (node == null || node.isNull()) {
            return null;
        }
        String name = text("displayName", NAME_CHARS_MAX);
        if (name != null && name.codePoints().anyMatch(SignInBody::breaksLine)) {
            problem(node, ErrorCode.INVALID_DATA, "A name has no line breaks and control characters.");
        }
        return name;
    }

    private static boolean breaksLine(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c) || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    private String text(String name, int charsMax) {
        String text = object.text(name);
        if (text != null && (text.isEmpty() || text.length() > charsMax)) {
            object.problem(object.get(name), "\"" + name + "\" has to have 1 to " + charsMax + " characters.");
            return null;
        }
        return text;
    }

    private void problem(JsonNode at, ErrorCode code, String message) {
        object.problem(at == null ? object.node() : at, code, message);
    }

    /** Call this before using what was read. */
    void check() {
        object.throwIfAny();
    }
}
