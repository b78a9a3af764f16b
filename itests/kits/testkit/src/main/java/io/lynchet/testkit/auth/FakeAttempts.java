// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AttemptLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** A limiter that counts every attempt, with a clock that moves only by {@link #advance}. Thread-safe. */
public final class FakeAttempts implements AttemptLimiter {
    private final Map<Count, Deque<Instant>> taken = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private record Count(String action, String key) {}

    @Override
    public synchronized void take(String action, String key, int max, Duration window) {
        Deque<Instant> times = taken.computeIfAbsent(new Count(action, key), count -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().plus(window).isAfter(now)) {
            times.removeFirst();
        }
        if (times.size() >= max) {
            Duration wait = Duration.between(now, times.peekFirst().plus(window));
            throw LynchetException.retryable(
                    ErrorCode.RATE_LIMITED, "Too many attempts.", (int) Math.max(1, wait.toSeconds()));
        }
        times.addLast(now);
    }

    @Override
    public synchronized void forget(String action, String key) {
        taken.remove(new Count(action, key));
    }

    /** Returns the number of counted attempts. Those beyond their window count until the next one is taken. */
    public synchronized int count(String action, String key) {
        Deque<Instant> times = taken.get(new Count(action, key));
        return times == null ? 0 : times.size();
    }

    /** Moves the clock on. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }
}
