// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.json.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a token's header says about itself counts as little as possible: it names one of the algorithms that were configured and perhaps a
 * key. Keys and addresses of keys that a token brings along ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are not looked at.
 */
final class HeaderCheck {
    // Others are for other purposes, such as logout+jwt, and must not pass for somebody's credentials.
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    private final Set<Algorithm> algorithms;

    HeaderCheck(Set<Algorithm> algorithms) {
        this.algorithms = algorithms;
    }

    /** How the token claims to be signed; empty when it can't be taken. */
    Optional<Algorithm> algorithm(SignedToken token) {
        JsonNode.ObjectNode header = token.header();
        boolean odd = header.get("crit") != null
                || header.get("typ") != null && !isOfTaken(SignedToken.text(header, "typ"))
                || header.get("kid") != null && token.keyId() == null;
        String name = SignedToken.text(header, "alg");
        return odd || name == null ? Optional.empty() : Algorithm.named(name).filter(algorithms::contains);
    }

    private static boolean isOfTaken(String type) {
        return type != null && TYPES.contains(type.toLowerCase(Locale.ROOT));
    }
}
