// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.http.Request;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.SchemaText;
import java.util.Set;
import java.util.regex.Pattern;

/** What a client sends to show a code. */
final class CodeBody {
    /** JSON schema of a body with a code and nothing else. */
    static final String SCHEMA = SchemaText.object("code", "code", "{\"type\":\"string\",\"maxLength\":64}");

    private static final Pattern SPACE = Pattern.compile("\\s");

    private CodeBody() {}

    /** The code without spaces, with which apps show it; {@code INVALID_JSON}, or {@code INVALID_DATA} with all that is wrong. */
    static String code(Request request) {
        return code(new BodyObject(JsonTree.read(request.body()), Set.of("code")));
    }

    /** The same for a body whose other members were read before. */
    static String code(BodyObject body) {
        String code = body.text("code");
        body.throwIfAny();
        return SPACE.matcher(code).replaceAll("");
    }
}
