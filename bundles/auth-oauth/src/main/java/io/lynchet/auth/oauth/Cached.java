// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A document of a provider, kept for a while. One thread fetches it, others wait for that. When it can't be fetched, the next attempt is made
 * after a moment only, so that a provider that is down does not hold a thread for each of its users.
 *
 * @param <T> what the document says
 */
final class Cached<T> {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration FAILURE_LIFE = Duration.ofSeconds(2);

    private final Supplier<T> source;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Renewals renewals;
    private T value;
    private Instant fetchedAt;
    private Instant failedAt = Instant.MIN;

    Cached(Supplier<T> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        renewals = new Renewals(clock);
    }

    T get() {
        lock.lock();
        try {
            return value != null && isWithin(fetchedAt, LIFE) ? value : fetch();
        } finally {
            lock.unlock();
        }
    }

    /** A newer one than has been seen, or the same when there were many {@link Renewals} just now. */
    T newerThan(T seen) {
        lock.lock();
        try {
            return value != seen || !renewals.take() ? value : fetch();
        } finally {
            lock.unlock();
        }
    }

    private T fetch() {
        if (isWithin(failedAt, FAILURE_LIFE)) {
            throw new UnconfirmedException("the provider did not answer a moment ago");
        }
        try {
            T fetched = source.get();
            value = fetched;
            fetchedAt = clock.instant();
            return fetched;
        } catch (UnconfirmedException e) {
            failedAt = clock.instant();
            throw e;
        }
    }

    private boolean isWithin(Instant from, Duration time) {
        return from.isAfter(clock.instant().minus(time));
    }
}
