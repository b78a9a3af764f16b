// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import com.nimbusds.jose.util.Base64URL;
import io.lynchet.api.LynchetException;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A signed token (JWS in its compact form, with JSON claims), taken apart. Nothing in it is believed yet. It is read by the reader that reads
 * everything else here: what occurs twice, is nested deeply or is not UTF-8 makes it no token.
 *
 * @param signed what the signature is of
 */
record SignedToken(JsonNode.ObjectNode header, JsonNode.ObjectNode claims, String signed, Base64URL signature) {
    static final int CHARS_MAX = 16 * 1024;

    // No padding, and no empty header or claims. The signature may be empty, which is refused later by its issuer.
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    /** Empty for what has another form, so that nobody can tell whose it is: encrypted ones for instance. */
    static Optional<SignedToken> read(String text) {
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

    /** What the token says who has issued it, or null. */
    String issuer() {
        return text(claims, "iss");
    }

    /** Names one of the issuer's keys, or null. */
    String keyId() {
        return text(header, "kid");
    }

    /** The member's text, or null when it is none. */
    static String text(JsonNode.ObjectNode object, String name) {
        return object.get(name) instanceof JsonNode.StringNode text ? text.value() : null;
    }
}
