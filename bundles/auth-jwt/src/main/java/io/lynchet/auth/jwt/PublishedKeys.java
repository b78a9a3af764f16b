// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer who publishes them. They are fetched when the first token comes, once an hour, and when a token names a key that is
 * not among them, as often as {@link Renewals} says. One thread fetches: while there are none at all the others wait for it, else
 * they go on with those that are there. These stay good while the issuer can't be reached.
 */
final class PublishedKeys implements Signatures {
    static final Duration LIFE = Duration.ofHours(1);
    static final Duration RETRY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    private final String issuer;
    private final Source source;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Renewals renewals;
    private volatile Fetched fetched;
    private Instant failedAt;

    /** Where the keys come from. */
    interface Source {
        KeySet fetch() throws IOException;
    }

    private record Fetched(KeySet keys, Instant at) {}

    /** @param issuer for the log */
    PublishedKeys(String issuer, Source source, Clock clock) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
        renewals = new Renewals(clock);
    }

    @Override
    public boolean isGood(SignedToken token, Algorithm algorithm) {
        Fetched before = fetched;
        KeySet known = current();
        if (known.haveSigned(token, algorithm)) {
            return true;
        }
        // Those that were fetched just now have what there is to have.
        boolean fresh = before == null || before.keys() != known;
        if (fresh || (token.keyId() != null && known.has(token.keyId()))) {
            return false;
        }
        KeySet newer = newerThan(known);
        return newer != known && newer.haveSigned(token, algorithm);
    }

    private KeySet current() {
        Fetched last = fetched;
        if (last != null && isWithin(last.at(), LIFE)) {
            return last.keys();
        }
        if (last == null) {
            fetching.lock();
        } else if (!fetching.tryLock()) {
            return last.keys();
        }
        try {
            // Somebody else may have been faster.
            return Objects.equals(fetched, last) ? fetch() : fetched.keys();
        } catch (LynchetException e) {
            if (last == null) {
                throw e;
            }
            return last.keys();
        } finally {
            fetching.unlock();
        }
    }

    /** Those that were fetched after the given ones, or these again when there were many renewals just now. */
    private KeySet newerThan(KeySet seen) {
        fetching.lock();
        try {
            Fetched last = fetched;
            return last.keys() != seen || !renewals.take() ? last.keys() : fetch();
        } finally {
            fetching.unlock();
        }
    }

    private KeySet fetch() {
        if (failedAt != null && isWithin(failedAt, RETRY)) {
            throw unavailable();
        }
        try {
            KeySet keys = source.fetch();
            fetched = new Fetched(keys, clock.instant());
            LOG.info("Fetched the keys of {}: {}.", issuer, keys);
            return keys;
        } catch (IOException e) {
            failedAt = clock.instant();
            LOG.warn("The keys of {} can't be fetched: {}.", issuer, e.getMessage());
            throw unavailable();
        }
    }

    private static LynchetException unavailable() {
        return LynchetException.retryable(
                ErrorCode.UNAVAILABLE, "The keys of the token's issuer can't be fetched right now.", (int)
                        RETRY.toSeconds());
    }

    // Also false when the clock was set back, so that nothing is kept for ever.
    private boolean isWithin(Instant from, Duration time) {
        Instant now = clock.instant();
        return !from.isAfter(now) && from.plus(time).isAfter(now);
    }
}
