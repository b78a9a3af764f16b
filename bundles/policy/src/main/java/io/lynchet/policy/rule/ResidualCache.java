// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cache of a rule's compiled forms. It is bounded: when full it drops everything, since compiling again takes
 * microseconds.
 *
 * <p>A rule that depends on the time, or on replaceable functions, keeps only its last form, which serves the rows of
 * one request.
 */
final class ResidualCache {
    private static final int SIZE_MAX = 256;

    private record Last(Object key, Instant now, ResidualRule special) {}

    private final boolean fleeting;
    private final Map<Object, ResidualRule> byKey = new ConcurrentHashMap<>();
    private volatile Last last;

    ResidualCache(boolean fleeting) {
        this.fleeting = fleeting;
    }

    /** Returns the compiled form, or null. */
    ResidualRule get(Object key, Instant now) {
        if (!fleeting) {
            return byKey.get(key);
        }
        Last candidate = last;
        return candidate != null
                        && candidate.now().equals(now)
                        && candidate.key().equals(key)
                ? candidate.special()
                : null;
    }

    void put(Object key, Instant now, ResidualRule special) {
        if (fleeting) {
            last = new Last(key, now, special);
            return;
        }
        if (byKey.size() >= SIZE_MAX) {
            byKey.clear();
        }
        byKey.put(key, special);
    }
}
