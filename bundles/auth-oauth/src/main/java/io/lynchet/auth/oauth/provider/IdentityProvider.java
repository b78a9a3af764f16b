// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import io.lynchet.auth.oauth.request.IdentityUnconfirmedException;
import java.net.URI;

/**
 * One configured provider. Its calls to the provider block, and fail with {@link IdentityUnconfirmedException}.
 * Thread-safe.
 */
public interface IdentityProvider {
    String name();

    /** Returns the address to which the browser is sent. */
    URI authorization(AuthorizationRequest handshake);

    /** Returns the identity that a code stands for. */
    Identity identify(String code, AuthorizationRequest handshake);

    /** Tells whether a callback that names this issuer (RFC 9207) may come from this provider. */
    boolean isIssuer(String issuer);
}
