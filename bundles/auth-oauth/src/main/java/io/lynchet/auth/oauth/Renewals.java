// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How often keys may be fetched because a token names one that is not known. The first few times at once, since the issuer may have a new one; if that
 * goes on, seldom, since names can be made up. Whatever the reason, each fetch brings the keys that are new. Not thread-safe.
 */
final class Renewals {
    static final int AT_ONCE_MAX = 5;
    static final Duration EACH = Duration.ofSeconds(15);

    private final Clock clock;
    private double left = AT_ONCE_MAX;
    private Instant countedAt;

    Renewals(Clock clock) {
        this.clock = clock;
        countedAt = clock.instant();
    }

    /** Whether one is allowed now; it counts then. */
    boolean take() {
        Instant now = clock.instant();
        // Nothing is gained by a clock that is set back.
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
