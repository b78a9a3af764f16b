// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

/**
 * One sign-in on its way to the provider and back. The PKCE verifier and the nonce are derived from the browser's
 * secret, which this server does not store. So neither the store nor the provider can finish a user's sign-in.
 *
 * @param state random, seen by the provider
 * @param browserSecret random, in the browser's cookie only
 * @param redirectUri the address to which the provider sends the browser
 */
public record AuthorizationRequest(String state, String browserSecret, String redirectUri) {
    public static AuthorizationRequest begin(String redirectUri) {
        return new AuthorizationRequest(OAuthSecrets.fresh(), OAuthSecrets.fresh(), redirectUri);
    }

    String verifier() {
        return OAuthSecrets.derive(browserSecret, "pkce " + state);
    }

    String nonce() {
        return OAuthSecrets.derive(browserSecret, "nonce " + state);
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "handshake by way of " + redirectUri;
    }
}
