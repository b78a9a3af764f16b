// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.auth.Principal;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeSet;

/**
 * Makes tokens that say who somebody is, for services that can't ask here. Written in the claims of the issuer's own configuration, so that
 * this server takes them, too.
 */
final class TokenMint {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER =
            encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private final IssuerSettings settings;
    private final SharedSecret secret;
    private final Clock clock;

    /** @param token secret until it expires, and not to be revoked */
    record Minted(String token, Instant expiresAt) {
        /** Never has the token in it. */
        @Override
        public String toString() {
            return "token until " + expiresAt;
        }
    }

    /** @param settings with a life for such tokens */
    TokenMint(IssuerSettings settings, SharedSecret secret, Clock clock) {
        this.settings = settings;
        this.secret = secret;
        this.clock = clock;
    }

    /** @param latest the token ends then at the latest; in the future */
    Minted mint(Principal principal, Instant latest) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Instant end = now.plus(settings.mintLife());
        Instant expiresAt = Instant.ofEpochSecond(Math.min(end.getEpochSecond(), latest.getEpochSecond()));
        String signed = HEADER + "." + encoded(claims(principal, now, expiresAt));
        return new Minted(signed + "." + secret.sign(signed.getBytes(StandardCharsets.US_ASCII)), expiresAt);
    }

    private byte[] claims(Principal principal, Instant now, Instant expiresAt) {
        ClaimNames names = settings.claims();
        JsonWriter json = new JsonWriter(512).beginObject();
        json.name("iss").value(settings.issuer());
        audience(json);
        json.name("sub").value(principal.userId());
        json.name("iat").value(now.getEpochSecond());
        json.name("exp").value(expiresAt.getEpochSecond());
        if (!names.userId().equals("sub")) {
            json.name(names.userId()).value(principal.userId());
        }
        if (!names.roles().isEmpty()) {
            json.name(names.roles()).beginArray();
            new TreeSet<>(principal.roles()).forEach(json::value);
            json.endArray();
        }
        if (!names.tenant().isEmpty() && principal.tenantId() != null) {
            json.name(names.tenant()).value(principal.tenantId());
        }
        return json.endObject().toBytes();
    }

    private void audience(JsonWriter json) {
        if (settings.audiences().size() == 1) {
            json.name("aud").value(settings.audiences().iterator().next());
        } else if (!settings.audiences().isEmpty()) {
            json.name("aud").beginArray();
            new TreeSet<>(settings.audiences()).forEach(json::value);
            json.endArray();
        }
    }

    private static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
