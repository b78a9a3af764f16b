// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.request;

import io.lynchet.outbound.KeyRefreshLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A document of a provider, kept for an hour. One thread fetches it, and others wait for it. After a failure, the next
 * attempt is made two seconds later, so that a provider that is down does not block a thread per user.
 *
 * @param <T> the parsed document
 */
public final class CachedDocument<T> {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration FAILURE_LIFE = Duration.ofSeconds(2);

    private final Supplier<T> source;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final KeyRefreshLimit renewals;
    private T value;
    private Instant fetchedAt;
    private Instant failedAt = Instant.MIN;

    public CachedDocument(Supplier<T> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        renewals = new KeyRefreshLimit(clock);
    }

    public T get() {
        lock.lock();
        try {
            return value != null && isWithin(fetchedAt, LIFE) ? value : fetch();
        } finally {
            lock.unlock();
        }
    }

    /** Returns a newer document than {@code seen}, or the same one when {@link KeyRefreshLimit} allows no fetch now. */
    public T newerThan(T seen) {
        lock.lock();
        try {
            return value != seen || !renewals.take() ? value : fetch();
        } finally {
            lock.unlock();
        }
    }

    private T fetch() {
        if (isWithin(failedAt, FAILURE_LIFE)) {
            throw new IdentityUnconfirmedException("the provider failed a moment ago");
        }
        try {
            T fetched = source.get();
            value = fetched;
            fetchedAt = clock.instant();
            return fetched;
        } catch (IdentityUnconfirmedException e) {
            failedAt = clock.instant();
            throw e;
        }
    }

    private boolean isWithin(Instant from, Duration time) {
        return from.isAfter(clock.instant().minus(time));
    }
}
