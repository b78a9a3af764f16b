// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import java.nio.charset.StandardCharsets;

/** A secret that issuer and server share: each side that can check tokens can also make them. */
public final class SharedSecret implements SignatureVerifier {
    private final MACVerifier verifier;
    private final MACSigner signer;

    public SharedSecret(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        try {
            verifier = new MACVerifier(bytes);
            signer = new MACSigner(bytes);
        } catch (JOSEException e) {
            throw new IllegalStateException("the length of the secret was checked before", e);
        }
    }

    @Override
    public boolean isGood(SignedToken token, SigningAlgorithm algorithm) {
        try {
            return algorithm == SigningAlgorithm.HS256
                    && verifier.verify(algorithm.header(), token.signedBytes(), token.signature());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the signature in Base64. */
    public String sign(byte[] bytes) {
        try {
            return signer.sign(SigningAlgorithm.HS256.header(), bytes).toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
