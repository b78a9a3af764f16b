// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt.key;

import com.nimbusds.jose.util.Base64URL;
import io.lynchet.api.LynchetException;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parsed signed token (JWS in its compact form, with JSON claims); nothing in it is trusted yet. The JSON reader of
 * all requests parses it: duplicate members, deep nesting or invalid UTF-8 make it no token.
 *
 * @param signed the text that the signature covers
 */
public record SignedToken(JsonNode.ObjectNode header, JsonNode.ObjectNode claims, String signed, Base64URL signature) {
    public static final int CHARS_MAX = 16 * 1024;

    // No padding, and no empty header or claims. The signature may be empty; its issuer refuses it later.
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    /** Parses a token. Empty for other forms, such as encrypted ones, whose issuer can't be known. */
    public static Optional<SignedToken> read(String text) {
        if (text.length() > CHARS_MAX || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int first = text.indexOf('.');
        int last = text.lastIndexOf('.');
        try {
            if (object(text.substring(0, first)) instanceof JsonNode.ObjectNode header
                    && object(text.substring(first + 1, last)) instanceof JsonNode.ObjectNode claims) {
                Base64URL signature = new Base64URL(text.substring(last + 1));
                return Optional.of(new SignedToken(header, claims, text.substring(0, last), signature));
            }
            return Optional.empty();
        } catch (LynchetException | IllegalArgumentException e) {
            // No JSON, or no Base64.
            return Optional.empty();
        }
    }

    private static JsonNode object(String part) {
        return JsonTree.read(Base64.getUrlDecoder().decode(part));
    }

    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the issuer that the token names, or null. */
    public String issuer() {
        return text(claims, "iss");
    }

    /** Returns the name of one of the issuer's keys, or null. */
    public String keyId() {
        return text(header, "kid");
    }

    /** Returns the member's text, or null when it is none. */
    public static String text(JsonNode.ObjectNode object, String name) {
        return object.get(name) instanceof JsonNode.StringNode text ? text.value() : null;
    }
}
