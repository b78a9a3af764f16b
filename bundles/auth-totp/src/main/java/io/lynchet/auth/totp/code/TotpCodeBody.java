// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.code;

import io.lynchet.api.http.Request;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.row.SchemaText;
import java.util.Set;
import java.util.regex.Pattern;

/** The body of a request with a code. */
public final class TotpCodeBody {
    /** The JSON schema of a body with a code and nothing else. */
    public static final String SCHEMA = SchemaText.object("code", "code", "{\"type\":\"string\",\"maxLength\":64}");

    private static final Pattern SPACE = Pattern.compile("\\s");

    private TotpCodeBody() {}

    /**
     * Returns the code without the spaces with which apps show it. Fails with {@code INVALID_JSON}, or with
     * {@code INVALID_DATA} and all problems.
     */
    public static String code(Request request) {
        return code(new BodyObject(JsonTree.read(request.body()), Set.of("code")));
    }

    /** Returns the code of a body whose other members were read before. */
    public static String code(BodyObject body) {
        String code = body.text("code");
        body.throwIfAny();
        return SPACE.matcher(code).replaceAll("");
    }
}
