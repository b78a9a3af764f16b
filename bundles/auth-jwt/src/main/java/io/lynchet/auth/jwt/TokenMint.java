// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.principal.Principal;
import io.lynchet.auth.jwt.key.SharedSecret;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeSet;

/**
 * The mint of tokens that identify a user to services that can't ask this server. They use the claims of the issuer's
 * own configuration, so that this server accepts them, too.
 */
final class TokenMint {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER =
            encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private final IssuerSettings settings;
    private final SharedSecret secret;
    private final Clock clock;

    /**
     * A minted token.
     *
     * @param token secret until it expires; can't be revoked
     */
    record Minted(String token, Instant expiresAt) {
        /** Leaves the token out. */
        @Override
        public String toString() {
            return "token until " + expiresAt;
        }
    }

    /**
     * Creates the mint.
     *
     * @param settings with a lifetime for minted tokens
     */
    TokenMint(IssuerSettings settings, SharedSecret secret, Clock clock) {
        this.settings = settings;
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * Mints a token.
     *
     * @param latest the latest time at which the token may end; in the future
     */
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
