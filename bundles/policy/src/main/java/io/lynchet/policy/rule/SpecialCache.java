// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what a rule has been compiled to. Bounded: when it is full it forgets everything, since compiling again takes microseconds.
 *
 * <p>A rule that depends on the time, or on functions that may be replaced, keeps only its last one, which serves the rows of one request.
 */
final class SpecialCache {
    private static final int SIZE_MAX = 256;

    private record Last(Object key, Instant now, Special special) {}

    private final boolean fleeting;
    private final Map<Object, Special> byKey = new ConcurrentHashMap<>();
    private volatile Last last;

    SpecialCache(boolean fleeting) {
        this.fleeting = fleeting;
    }

    /** Null when there is none. */
    Special get(Object key, Instant now) {
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

    void put(Object key, Instant now, Special special) {
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
