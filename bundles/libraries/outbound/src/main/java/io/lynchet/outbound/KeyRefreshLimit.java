// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The limit on fetches of keys because a token names an unknown one. The first few are allowed at once, since the
 * issuer may have a new key. After that they are rare, since names of keys can be invented. Each fetch brings all new
 * keys, whatever its reason. Not thread-safe.
 */
public final class KeyRefreshLimit {
    public static final int AT_ONCE_MAX = 5;
    public static final Duration EACH = Duration.ofSeconds(15);

    private final Clock clock;
    private double left = AT_ONCE_MAX;
    private Instant countedAt;

    public KeyRefreshLimit(Clock clock) {
        this.clock = clock;
        countedAt = clock.instant();
    }

    /** Counts one fetch. Returns false when none is allowed now. */
    public boolean take() {
        Instant now = clock.instant();
        // A clock that is set back gains nothing.
        long millis = Math.max(0, Duration.between(countedAt, now).toMillis());
        left = Math.min(AT_ONCE_MAX, left + (double) millis / EACH.toMillis());
        countedAt = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
