// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

/** Knows an issuer's key or keys. For any thread. */
interface Signatures {
    /**
     * Whether the issuer has signed the token. May block while keys are fetched; {@code UNAVAILABLE} when they can't be.
     *
     * @param algorithm one that the issuer is configured with
     */
    boolean isGood(SignedToken token, Algorithm algorithm);
}
