// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Request;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.util.Locale;
import java.util.Set;

/** The reader of a body with few, short, known members. It collects all problems, and no message repeats a value. */
public final class SignInBody {
    private static final int EMAIL_CHARS_MAX = 254;
    private static final int NAME_CHARS_MAX = 200;
    private static final int TOKEN_CHARS_MAX = 200;

    private final BodyObject object;

    /**
     * Parses a body. Fails with {@code INVALID_JSON}, or {@code INVALID_DATA} when it is no object; unknown members are
     * problems.
     */
    public SignInBody(Request request, Set<String> known) {
        object = new BodyObject(JsonTree.read(request.body()), known);
    }

    /** Checks the body of a route without input: none at all, or an object without members. */
    public static void checkEmpty(Request request) {
        if (request.body().length > 0) {
            new SignInBody(request, Set.of()).check();
        }
    }

    /** Returns the typed address in lower case, not canonical: an account may be older than the canonical form. */
    public String email() {
        JsonNode node = object.get("email");
        if (node == null
                || node.isNull()
                || node instanceof JsonNode.StringNode text && text.value().isEmpty()) {
            problem(node, ErrorCode.MISSING_EMAIL, "The address is missing.");
            return null;
        }
        String email = text("email", EMAIL_CHARS_MAX);
        if (email != null && !isAddress(email)) {
            problem(node, ErrorCode.INVALID_EMAIL, "The email address is not valid.");
        }
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    // Only sending tells whether mail arrives. This check keeps out texts that are no address, and those that could
    // become a second header of a mail.
    private static boolean isAddress(String email) {
        int at = email.lastIndexOf('@');
        boolean clean = email.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c));
        return clean && at > 0 && at < email.length() - 1;
    }

    public String password(String name) {
        return text(name, PasswordRules.CHARS_MAX);
    }

    public String token() {
        return text("token", TOKEN_CHARS_MAX);
    }

    /** Returns the text given as code, without the spaces around it that come from copying. */
    public String code() {
        String code = text("code", TOKEN_CHARS_MAX);
        return code == null ? null : code.strip();
    }

    /** Returns the name, or null when it is missing. */
    public String displayName() {
        JsonNode node = object.get("displayName");
        if (node == null || node.isNull()) {
            return null;
        }
        String name = text("displayName", NAME_CHARS_MAX);
        if (name != null && name.codePoints().anyMatch(SignInBody::breaksLine)) {
            problem(node, ErrorCode.INVALID_DATA, "A name must not contain line breaks or control characters.");
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
            object.problem(object.get(name), "\"" + name + "\" must have 1 to " + charsMax + " characters.");
            return null;
        }
        return text;
    }

    private void problem(JsonNode at, ErrorCode code, String message) {
        object.problem(at == null ? object.node() : at, code, message);
    }

    /** Fails with all problems. Call it before using the values. */
    public void check() {
        object.throwIfAny();
    }
}
