// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Attempts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attempts of a sliding window, in memory. A key holds as many instants as its limit allows, so memory is bounded. */
final class AttemptCounts implements Attempts {
    private static final int KEYS_MAX = 100_000;
    private static final int WAIT_SECONDS_MIN = 1;

    private final Clock clock;
    private final Map<Key, Deque<Long>> taken = new LinkedHashMap<>(256, 0.75f, true);

    private record Key(String action, String key) {}

    AttemptCounts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void take(String action, String key, int max, Duration window) {
        long now = clock.millis();
        long since = now - window.toMillis();
        synchronized (taken) {
            Deque<Long> instants = taken.computeIfAbsent(new Key(action, key), any -> new ArrayDeque<>(4));
            while (!instants.isEmpty() && instants.peekFirst() <= since) {
                instants.removeFirst();
            }
            if (instants.size() >= max) {
                long wait = (instants.peekFirst() - since + 999) / 1000;
                throw LynchetException.retryable(
                        ErrorCode.RATE_LIMITED, "Too many attempts.", (int) Math.max(WAIT_SECONDS_MIN, wait));
            }
            instants.addLast(now);
            if (taken.size() > KEYS_MAX) {
                var eldest = taken.entrySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }

    @Override
    public void forget(String action, String key) {
        synchronized (taken) {
            taken.remove(new Key(action, key));
        }
    }
}
