// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import io.lynchet.auth.oauth.request.IdentityUnconfirmedException;
import io.lynchet.auth.oauth.request.ProviderRequests;
import io.lynchet.json.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** GitHub, which speaks OAuth 2 without OpenID Connect: the identity has to be requested with an access token. */
final class GithubProvider implements IdentityProvider {
    private final ProviderSettings settings;
    private final ProviderRequests http;

    GithubProvider(ProviderSettings settings, ProviderRequests http) {
        this.settings = settings;
        this.http = http;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public URI authorization(AuthorizationRequest handshake) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", handshake.redirectUri());
        query.put("scope", String.join(" ", settings.scopes()));
        query.put("state", handshake.state());
        query.put("code_challenge", OAuthSecrets.challenge(handshake.verifier()));
        query.put("code_challenge_method", "S256");
        return URI.create(settings.githubUrl() + "/login/oauth/authorize?" + ProviderRequests.encode(query));
    }

    @Override
    public Identity identify(String code, AuthorizationRequest handshake) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.clientSecret());
        form.put("code", code);
        form.put("redirect_uri", handshake.redirectUri());
        form.put("code_verifier", handshake.verifier());
        URI tokens = URI.create(settings.githubUrl() + "/login/oauth/access_token");
        // A refusal is a 200 with an error in it.
        String token = http.post(tokens, form, null) instanceof JsonNode.ObjectNode answer
                ? ProviderEndpoints.text(answer, "access_token")
                : null;
        if (token == null || token.isEmpty()) {
            throw new IdentityUnconfirmedException("no access token");
        }
        return identity(token);
    }

    @Override
    public boolean isIssuer(String issuer) {
        return issuer.startsWith(settings.githubUrl() + "/");
    }

    private Identity identity(String token) {
        JsonNode user = http.get(URI.create(settings.githubApiUrl() + "/user"), token);
        if (!(user instanceof JsonNode.ObjectNode object)
                || !(object.get("id") instanceof JsonNode.NumberNode id)
                || !id.literal().matches("\\d{1,18}")) {
            throw new IdentityUnconfirmedException("a user without an id");
        }
        String email = verifiedEmail(http.get(URI.create(settings.githubApiUrl() + "/user/emails"), token));
        String name = ProviderEndpoints.text(object, "name");
        return Identity.of(
                id.literal(),
                email,
                name == null ? ProviderEndpoints.text(object, "login") : name,
                ProviderEndpoints.text(object, "avatar_url"));
    }

    private static String verifiedEmail(JsonNode list) {
        if (!(list instanceof JsonNode.ArrayNode emails)) {
            throw new IdentityUnconfirmedException("no list of addresses");
        }
        for (JsonNode item : emails.items()) {
            if (item instanceof JsonNode.ObjectNode email && is(email, "primary") && is(email, "verified")) {
                return ProviderEndpoints.text(email, "email");
            }
        }
        return null;
    }

    private static boolean is(JsonNode.ObjectNode object, String name) {
        return object.get(name) instanceof JsonNode.BooleanNode node && node.value();
    }
}
