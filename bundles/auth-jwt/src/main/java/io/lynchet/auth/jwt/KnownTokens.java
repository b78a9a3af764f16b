// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.principal.Caller;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The callers of verified tokens, by digest, so that the next request needs no check of the signature. A caller is kept
 * for some minutes only, however long the token lives: tokens of a withdrawn key must soon fail here, too.
 */
final class KnownTokens {
    static final Duration LIFE = Duration.ofMinutes(5);

    private final int max;
    private final Map<String, Known> byDigest = new ConcurrentHashMap<>();

    private record Known(Caller caller, Instant until) {}

    KnownTokens(int max) {
        this.max = max;
    }

    static String digest(String token) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the caller, or null when it is unknown or expired. */
    Caller get(String digest, Instant now) {
        Known known = byDigest.get(digest);
        if (known == null) {
            return null;
        }
        if (!known.until().isAfter(now)) {
            byDigest.remove(digest, known);
            return null;
        }
        return known.caller();
    }

    /**
     * Keeps a caller.
     *
     * @param end the end of the token itself
     */
    void keep(String digest, Caller caller, Instant end, Instant now) {
        if (byDigest.size() >= max) {
            byDigest.clear();
        }
        Instant forgotten = now.plus(LIFE);
        byDigest.put(digest, new Known(caller, end.isBefore(forgotten) ? end : forgotten));
    }

    int size() {
        return byDigest.size();
    }
}
