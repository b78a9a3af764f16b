// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import java.net.URI;

/** One configured provider. Both calls block while they ask it, and fail with {@link UnconfirmedException}. For any thread. */
interface IdentityProvider {
    String name();

    /** Where the browser is sent to. */
    URI authorization(Handshake handshake);

    /** Who has come back with this code. */
    Identity identify(String code, Handshake handshake);

    /** Whether a callback that says it comes from this issuer (RFC 9207) may come from here. */
    boolean isIssuer(String issuer);
}
