// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import io.lynchet.auth.oauth.request.CachedDocument;
import io.lynchet.auth.oauth.request.ProviderRequests;
import io.lynchet.json.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A provider that speaks OpenID Connect: the authorization code flow with PKCE and nonce. */
final class OidcProvider implements IdentityProvider {
    private final ProviderSettings settings;
    private final ProviderRequests http;
    private final CachedDocument<ProviderEndpoints> endpoints;
    private final IdTokenVerifier check;

    OidcProvider(ProviderSettings settings, ProviderRequests http, Clock clock) {
        this.settings = settings;
        this.http = http;
        URI discovery =
                URI.create(ProviderSettings.withoutSlash(settings.issuer()) + "/.well-known/openid-configuration");
        endpoints =
                new CachedDocument<>(() -> ProviderEndpoints.of(http.get(discovery, null), settings.issuer()), clock);
        ProviderKeys keys = new ProviderKeys(() -> http.text(endpoints.get().keys(), null), clock);
        check = new IdTokenVerifier(settings.issuer(), settings.clientId(), keys, clock);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public URI authorization(AuthorizationRequest handshake) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", handshake.redirectUri());
        query.put("scope", String.join(" ", settings.scopes()));
        query.put("state", handshake.state());
        query.put("nonce", handshake.nonce());
        query.put("code_challenge", OAuthSecrets.challenge(handshake.verifier()));
        query.put("code_challenge_method", "S256");
        URI base = endpoints.get().authorization();
        return URI.create(base + (base.getRawQuery() == null ? "?" : "&") + ProviderRequests.encode(query));
    }

    @Override
    public Identity identify(String code, AuthorizationRequest handshake) {
        ProviderEndpoints known = endpoints.get();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", handshake.redirectUri());
        form.put("code_verifier", handshake.verifier());
        String authorization = null;
        if (known.secretInBody() || settings.clientSecret().isEmpty()) {
            form.put("client_id", settings.clientId());
            if (!settings.clientSecret().isEmpty()) {
                form.put("client_secret", settings.clientSecret());
            }
        } else {
            authorization = basic();
        }
        JsonNode answer = http.post(known.token(), form, authorization);
        String token = answer instanceof JsonNode.ObjectNode object ? ProviderEndpoints.text(object, "id_token") : null;
        return identity(check.check(token, handshake.nonce()));
    }

    @Override
    public boolean isIssuer(String issuer) {
        return settings.issuer().equals(issuer);
    }

    private static Identity identity(JWTClaimsSet claims) {
        // The claim is a boolean; a provider that sends something else has not said that it verified the address.
        boolean verified = Boolean.TRUE.equals(claims.getClaim("email_verified"));
        return Identity.of(
                claims.getSubject(),
                verified ? text(claims, "email") : null,
                text(claims, "name"),
                text(claims, "picture"));
    }

    private static String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? text : null;
    }

    private String basic() {
        String pair =
                ProviderRequests.encode(settings.clientId()) + ":" + ProviderRequests.encode(settings.clientSecret());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
