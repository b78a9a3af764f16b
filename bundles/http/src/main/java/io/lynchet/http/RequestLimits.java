// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.metrics.MetricSink;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests a caller may send. Who has no identity counts by address; users count by their id, wherever they are. Wrong credentials
 * have a count of their own by address, so that a crowd of visitors behind one address does not keep those out who have signed in there.
 */
final class RequestLimits {
    /** Highest limit that is counted, requests a minute. */
    static final int PER_MINUTE_MAX = 1_000_000;

    private static final Logger log = LoggerFactory.getLogger(RequestLimits.class);
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final KeyedHash hash = new KeyedHash();
    private final RateTable addresses;
    private final RateTable users;
    private final Map<Limit, LongAdder> refused = new EnumMap<>(Limit.class);
    private final AtomicBoolean hinted = new AtomicBoolean();

    private enum Limit {
        ADDRESS,
        USER,
        CREDENTIALS
    }

    /**
     * @param ofAddress requests a minute, 0 for no limit; also for wrong credentials
     * @param ofUser requests a minute, 0 for no limit
     * @param nanos a clock that never goes back
     */
    RequestLimits(int ofAddress, int ofUser, LongSupplier nanos) {
        for (Limit limit : Limit.values()) {
            refused.put(limit, new LongAdder());
        }
        addresses = ofAddress == 0 ? null : new RateTable(ofAddress, nanos);
        users = ofUser == 0 ? null : new RateTable(ofUser, nanos);
    }

    /** Counts a request of somebody without an identity, or refuses it with {@code RATE_LIMITED}. */
    void countAddress(Arrival arrival) {
        if (addresses != null) {
            long wait = addresses.take(key(Limit.ADDRESS, arrival.address()));
            if (wait > 0) {
                hint(arrival);
                throw refusal(Limit.ADDRESS, addresses, wait);
            }
        }
    }

    /** Counts a request of a user, or refuses it with {@code RATE_LIMITED}. */
    void countUser(String userId) {
        if (users != null) {
            long wait = users.take(hash.of(0, userId));
            if (wait > 0) {
                throw refusal(Limit.USER, users, wait);
            }
        }
    }

    /**
     * Counts more requests of somebody who has been answered much. Never refuses.
     *
     * @param userId null for somebody without an identity
     */
    void charge(Arrival arrival, String userId, int requests) {
        RateTable table = userId == null ? addresses : users;
        if (table != null) {
            table.charge(userId == null ? key(Limit.ADDRESS, arrival.address()) : hash.of(0, userId), requests);
        }
    }

    /** Refuses credentials unseen with {@code RATE_LIMITED} when too many wrong ones have come from the address. */
    void checkGuessing(Arrival arrival) {
        if (addresses != null) {
            long wait = addresses.waitMicros(key(Limit.CREDENTIALS, arrival.address()));
            if (wait > 0) {
                hint(arrival);
                throw refusal(Limit.CREDENTIALS, addresses, wait);
            }
        }
    }

    /** Counts wrong credentials. Never refuses: those that were looked at together are worked off later. */
    void countWrongCredentials(Arrival arrival) {
        if (addresses != null) {
            addresses.charge(key(Limit.CREDENTIALS, arrival.address()), 1);
        }
    }

    private long key(Limit limit, String address) {
        return hash.of(NetworkAddress.of(address), limit.name());
    }

    private LynchetException refusal(Limit limit, RateTable table, long waitMicros) {
        refused.get(limit).increment();
        return LynchetException.retryable(
                ErrorCode.RATE_LIMITED, "Too many requests. Limit: " + table.perMinuteMax() + " per 60s", (int)
                        ((waitMicros + MICROS_PER_SECOND - 1) / MICROS_PER_SECOND));
    }

    private void hint(Arrival arrival) {
        if (arrival.isBehindUnknownProxy() && !hinted.getAndSet(true)) {
            log.warn(
                    "requests of {} are refused, and have X-Forwarded-For: if that is a proxy, all its clients share one"
                            + " limit; set proxies of io.lynchet.http to the number of proxies",
                    arrival.address());
        }
    }

    void report(MetricSink sink) {
        for (Limit limit : Limit.values()) {
            sink.counter(
                    "lynchet_http_limited_total",
                    "Requests refused with 429 by the limit of an address, of a user, or of wrong credentials.",
                    Map.of("limit", limit.name().toLowerCase(Locale.ROOT)),
                    (double) refused.get(limit).sum());
        }
    }
}
