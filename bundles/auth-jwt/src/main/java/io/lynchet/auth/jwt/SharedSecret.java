// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import java.nio.charset.StandardCharsets;

/** A secret that issuer and server share: who can check tokens can also make them. */
final class SharedSecret implements Signatures {
    private final MACVerifier verifier;
    private final MACSigner signer;

    SharedSecret(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        try {
            verifier = new MACVerifier(bytes);
            signer = new MACSigner(bytes);
        } catch (JOSEException e) {
            throw new IllegalStateException("the length of the secret was checked before", e);
        }
    }

    @Override
    public boolean isGood(SignedToken token, Algorithm algorithm) {
        try {
            return algorithm == Algorithm.HS256
                    && verifier.verify(algorithm.header(), token.signedBytes(), token.signature());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The signature in Base64. */
    String sign(byte[] bytes) {
        try {
            return signer.sign(Algorithm.HS256.header(), bytes).toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
