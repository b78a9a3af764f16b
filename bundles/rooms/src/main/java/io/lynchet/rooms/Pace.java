// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How fast each person may do something: some at once, and then at an even pace (Generic Cell Rate Algorithm). Keeps one instant for everybody
 * who has done it lately. Thread-safe.
 */
final class Pace {
    private final ConcurrentMap<String, Long> workedOff = new ConcurrentHashMap<>();
    private final RoomClock clock;
    private final long intervalNanos;
    private final long debtNanosMax;

    Pace(RoomClock clock, int perSecond, int atOnce) {
        this.clock = clock;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.debtNanosMax = intervalNanos * atOnce;
    }

    /** Counts one, or fails with {@code RATE_LIMITED}, which costs nothing. */
    void take(String person) {
        long now = clock.ticks();
        AtomicBoolean refused = new AtomicBoolean();
        workedOff.compute(person, (key, until) -> {
            long next = (until == null || until - now < 0 ? now : until) + intervalNanos;
            refused.set(next - now > debtNanosMax);
            return refused.get() ? until : Long.valueOf(next);
        });
        if (refused.get()) {
            throw LynchetException.retryable(ErrorCode.RATE_LIMITED, "Too many messages at once.", 1);
        }
    }

    /** Drops what says no more than nothing would. */
    void forget() {
        long now = clock.ticks();
        workedOff.values().removeIf(until -> until - now <= 0);
    }

    int remembered() {
        return workedOff.size();
    }
}
