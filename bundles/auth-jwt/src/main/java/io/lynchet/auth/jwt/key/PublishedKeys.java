// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt.key;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.outbound.KeyRefreshLimit;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer that publishes them. They are fetched with the first token and once an hour. They are also
 * fetched when a token names an unknown key, as often as {@link KeyRefreshLimit} allows.
 *
 * <p>One thread fetches. Without any keys the other threads wait for it; otherwise they use the present keys, which
 * stay valid while the issuer can't be reached.
 */
public final class PublishedKeys implements SignatureVerifier {
    public static final Duration LIFE = Duration.ofHours(1);
    public static final Duration RETRY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    private final String issuer;
    private final Source source;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final KeyRefreshLimit renewals;
    private volatile Fetched fetched;
    private Instant failedAt;

    /** The source of the keys. */
    public interface Source {
        KeySet fetch() throws IOException;
    }

    private record Fetched(KeySet keys, Instant at) {}

    /**
     * Creates the keys.
     *
     * @param issuer for the log
     */
    public PublishedKeys(String issuer, Source source, Clock clock) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
        renewals = new KeyRefreshLimit(clock);
    }

    @Override
    public boolean isGood(SignedToken token, SigningAlgorithm algorithm) {
        Fetched before = fetched;
        KeySet known = current();
        if (known.haveSigned(token, algorithm)) {
            return true;
        }
        // Keys that were just fetched are complete.
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
            // Another thread may have been faster.
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

    /** Returns keys that were fetched after the given ones, or these again when the limit allows no fetch now. */
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
            LOG.warn("Can't fetch the keys of {}: {}.", issuer, e.getMessage());
            throw unavailable();
        }
    }

    private static LynchetException unavailable() {
        return LynchetException.retryable(
                ErrorCode.UNAVAILABLE, "The server can't fetch the keys of the token's issuer now; try again.", (int)
                        RETRY.toSeconds());
    }

    // False also when the clock was set back, so that nothing is kept for ever.
    private boolean isWithin(Instant from, Duration time) {
        Instant now = clock.instant();
        return !from.isAfter(now) && from.plus(time).isAfter(now);
    }
}
