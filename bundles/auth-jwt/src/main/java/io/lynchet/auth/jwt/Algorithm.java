// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import java.util.Arrays;
import java.util.Optional;

/** Ways to sign that can be taken. */
enum Algorithm {
    HS256,
    RS256,
    ES256;

    /** Compared letter by letter, as the standard has it. */
    static Optional<Algorithm> named(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equals(name))
                .findFirst();
    }

    /** What the library is told about a token: this algorithm and nothing else of what the token's own header says. */
    JWSHeader header() {
        return new JWSHeader(JWSAlgorithm.parse(name()));
    }
}
