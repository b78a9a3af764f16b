// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.auth.jwt.key.SignedToken;
import io.lynchet.auth.jwt.key.SigningAlgorithm;
import io.lynchet.json.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The check of a token's header, which is trusted as little as possible. It names one of the configured algorithms and
 * perhaps a key. Keys and addresses of keys in the token ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are
 * ignored.
 */
final class HeaderCheck {
    // Other types have other purposes, such as logout+jwt, and must not pass as credentials.
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    private final Set<SigningAlgorithm> algorithms;

    HeaderCheck(Set<SigningAlgorithm> algorithms) {
        this.algorithms = algorithms;
    }

    /** Returns the algorithm that the token names; empty when the token can't be accepted. */
    Optional<SigningAlgorithm> algorithm(SignedToken token) {
        JsonNode.ObjectNode header = token.header();
        boolean odd = header.get("crit") != null
                || header.get("typ") != null && !isOfTaken(SignedToken.text(header, "typ"))
                || header.get("kid") != null && token.keyId() == null;
        String name = SignedToken.text(header, "alg");
        return odd || name == null
                ? Optional.empty()
                : SigningAlgorithm.named(name).filter(algorithms::contains);
    }

    private static boolean isOfTaken(String type) {
        return type != null && TYPES.contains(type.toLowerCase(Locale.ROOT));
    }
}
