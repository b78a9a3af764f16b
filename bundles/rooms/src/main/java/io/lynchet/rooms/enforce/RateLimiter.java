// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.enforce;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.rooms.room.RoomClock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A rate limit for each person: a burst, then an even rate (Generic Cell Rate Algorithm). Keeps one instant for each
 * person who was active lately. Thread-safe.
 */
public final class RateLimiter {
    private final ConcurrentMap<String, Long> workedOff = new ConcurrentHashMap<>();
    private final RoomClock clock;
    private final long intervalNanos;
    private final long debtNanosMax;

    public RateLimiter(RoomClock clock, int perSecond, int atOnce) {
        this.clock = clock;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.debtNanosMax = intervalNanos * atOnce;
    }

    /** Counts one action. Fails with {@code RATE_LIMITED}; a failure does not count. */
    void take(String person) {
        long now = clock.ticks();
        AtomicBoolean refused = new AtomicBoolean();
        workedOff.compute(person, (key, until) -> {
            long next = (until == null || until - now < 0 ? now : until) + intervalNanos;
            refused.set(next - now > debtNanosMax);
            return refused.get() ? until : Long.valueOf(next);
        });
        if (refused.get()) {
            throw LynchetException.retryable(ErrorCode.RATE_LIMITED, "Too many messages at once; try again.", 1);
        }
    }

    /** Drops the instants that no longer matter. */
    void forget() {
        long now = clock.ticks();
        workedOff.values().removeIf(until -> until - now <= 0);
    }

    public int remembered() {
        return workedOff.size();
    }
}
