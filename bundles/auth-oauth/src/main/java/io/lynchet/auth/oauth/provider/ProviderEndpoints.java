// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import io.lynchet.auth.oauth.request.IdentityUnconfirmedException;
import io.lynchet.json.JsonNode;
import java.net.URI;

/**
 * The endpoints in a provider's discovery document.
 *
 * @param secretInBody whether the client secret goes into the form, since the provider does not accept it in a header
 */
record ProviderEndpoints(URI authorization, URI token, URI keys, boolean secretInBody) {
    static ProviderEndpoints of(JsonNode document, String issuer) {
        if (!(document instanceof JsonNode.ObjectNode object)) {
            throw new IdentityUnconfirmedException("a discovery document that is not an object");
        }
        if (!issuer.equals(text(object, "issuer"))) {
            throw new IdentityUnconfirmedException("a discovery document of another issuer");
        }
        return new ProviderEndpoints(
                address(object, "authorization_endpoint", issuer),
                address(object, "token_endpoint", issuer),
                address(object, "jwks_uri", issuer),
                secretInBody(object));
    }

    /** Returns the string of that name, or null. */
    static String text(JsonNode.ObjectNode object, String name) {
        return object.get(name) instanceof JsonNode.StringNode string ? string.value() : null;
    }

    private static URI address(JsonNode.ObjectNode object, String name, String issuer) {
        String address = text(object, name);
        int query = address == null ? -1 : address.indexOf('?');
        if (address == null || !ProviderSettings.isSafe(query < 0 ? address : address.substring(0, query))) {
            throw new IdentityUnconfirmedException("a discovery document without a safe " + name);
        }
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new IdentityUnconfirmedException("a discovery document without a usable " + name);
        }
        // A remote provider must not make this server call its own machine.
        if (ProviderSettings.isLoopback(uri) && !ProviderSettings.isLoopback(URI.create(issuer))) {
            throw new IdentityUnconfirmedException("a discovery document whose " + name + " is on this machine");
        }
        return uri;
    }

    private static boolean secretInBody(JsonNode.ObjectNode object) {
        if (!(object.get("token_endpoint_auth_methods_supported") instanceof JsonNode.ArrayNode methods)) {
            return false;
        }
        var names = methods.items().stream().map(JsonNode::plain).toList();
        return names.contains("client_secret_post") && !names.contains("client_secret_basic");
    }
}
