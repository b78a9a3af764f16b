// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import java.util.Optional;

/** One configured issuer, as the route of this bundle sees it. */
interface JwtIssuer {
    /** Returns the issuer's name in tokens. */
    String issuer();

    /** Returns the mint of this issuer's tokens, if it is configured. */
    Optional<TokenMint> mint();
}
