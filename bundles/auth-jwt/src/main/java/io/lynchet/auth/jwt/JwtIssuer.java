// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import java.util.Optional;

/** One configured issuer, as the route of this bundle sees it. */
interface JwtIssuer {
    /** As tokens name it. */
    String issuer();

    /** Makes tokens of this issuer, if it was configured so. */
    Optional<TokenMint> mint();
}
