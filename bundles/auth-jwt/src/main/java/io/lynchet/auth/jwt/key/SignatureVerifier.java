// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt.key;

/** The verifier of an issuer's signatures, with its key or keys. Thread-safe. */
public interface SignatureVerifier {
    /**
     * Tells whether the issuer has signed the token. May block while keys are fetched; fails with {@code UNAVAILABLE}
     * when they can't be.
     *
     * @param algorithm one that the issuer is configured with
     */
    boolean isGood(SignedToken token, SigningAlgorithm algorithm);
}
