// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

/**
 * One sign-in on its way to the provider and back. What must not be known to others, PKCE verifier and nonce, is derived from the browser's
 * secret, which this server does not keep: so neither the store nor the provider can finish somebody's sign-in.
 *
 * @param state random, seen by the provider
 * @param browserSecret random, in the browser's cookie only
 * @param redirectUri where the provider sends the browser
 */
record Handshake(String state, String browserSecret, String redirectUri) {
    static Handshake begin(String redirectUri) {
        return new Handshake(Secrets.fresh(), Secrets.fresh(), redirectUri);
    }

    String verifier() {
        return Secrets.derive(browserSecret, "pkce " + state);
    }

    String nonce() {
        return Secrets.derive(browserSecret, "nonce " + state);
    }

    /** Never has the secrets in it. */
    @Override
    public String toString() {
        return "handshake by way of " + redirectUri;
    }
}
