// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import java.util.Arrays;
import java.util.Optional;

/** The accepted signing algorithms. */
public enum SigningAlgorithm {
    HS256,
    RS256,
    ES256;

    /** Returns the algorithm with this name, compared case-sensitively as in the standard. */
    public static Optional<SigningAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equals(name))
                .findFirst();
    }

    /** Returns the header for the library: this algorithm, and nothing of the token's own header. */
    JWSHeader header() {
        return new JWSHeader(JWSAlgorithm.parse(name()));
    }
}
