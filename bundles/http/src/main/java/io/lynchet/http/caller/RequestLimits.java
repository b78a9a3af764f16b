// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.caller;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.http.limit.KeyedHash;
import io.lynchet.http.limit.NetworkAddress;
import io.lynchet.http.limit.RateTable;
import io.lynchet.http.request.RequestContext;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of requests per caller. Callers without an identity count by address; users count by their id, wherever
 * they are. Invalid credentials are counted separately by address, so that many visitors behind one address do not lock
 * out users who have signed in there.
 */
public final class RequestLimits {
    /** The highest limit, in requests a minute. */
    public static final int PER_MINUTE_MAX = 1_000_000;

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
     * @param ofAddress requests a minute, 0 for no limit; also for invalid credentials
     * @param ofUser requests a minute, 0 for no limit
     * @param nanos a clock that never goes back
     */
    public RequestLimits(int ofAddress, int ofUser, LongSupplier nanos) {
        for (Limit limit : Limit.values()) {
            refused.put(limit, new LongAdder());
        }
        addresses = ofAddress == 0 ? null : new RateTable(ofAddress, nanos);
        users = ofUser == 0 ? null : new RateTable(ofUser, nanos);
    }

    /** Counts a request of a caller without an identity. Fails with {@code RATE_LIMITED} beyond the limit. */
    void countAddress(RequestContext requestContext) {
        if (addresses != null) {
            long wait = addresses.take(key(Limit.ADDRESS, requestContext.address()));
            if (wait > 0) {
                hint(requestContext);
                throw refusal(Limit.ADDRESS, addresses, wait);
            }
        }
    }

    /** Counts a request of a user. Fails with {@code RATE_LIMITED} beyond the limit. */
    void countUser(String userId) {
        if (users != null) {
            long wait = users.take(hash.of(0, userId));
            if (wait > 0) {
                throw refusal(Limit.USER, users, wait);
            }
        }
    }

    /**
     * Counts further requests of a caller that has received much. Never fails.
     *
     * @param userId null for a caller without an identity
     */
    void charge(RequestContext requestContext, String userId, int requests) {
        RateTable table = userId == null ? addresses : users;
        if (table != null) {
            table.charge(userId == null ? key(Limit.ADDRESS, requestContext.address()) : hash.of(0, userId), requests);
        }
    }

    /**
     * Fails with {@code RATE_LIMITED} before credentials are checked, when too many invalid ones have come from the
     * address.
     */
    void checkGuessing(RequestContext requestContext) {
        if (addresses != null) {
            long wait = addresses.waitMicros(key(Limit.CREDENTIALS, requestContext.address()));
            if (wait > 0) {
                hint(requestContext);
                throw refusal(Limit.CREDENTIALS, addresses, wait);
            }
        }
    }

    /** Counts invalid credentials. Never fails: those that were checked at the same time are worked off later. */
    void countWrongCredentials(RequestContext requestContext) {
        if (addresses != null) {
            addresses.charge(key(Limit.CREDENTIALS, requestContext.address()), 1);
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

    private void hint(RequestContext requestContext) {
        if (requestContext.isBehindUnknownProxy() && !hinted.getAndSet(true)) {
            log.warn(
                    "The limit refuses requests of {}, which have X-Forwarded-For. If that is a proxy, all its"
                            + " clients share one limit: set proxies of io.lynchet.http to the number of proxies.",
                    requestContext.address());
        }
    }

    public void report(MetricSink sink) {
        for (Limit limit : Limit.values()) {
            sink.counter(
                    "lynchet_http_limited_total",
                    "Requests refused with 429 by the limit of an address, of a user, or of wrong credentials.",
                    Map.of("limit", limit.name().toLowerCase(Locale.ROOT)),
                    (double) refused.get(limit).sum());
        }
    }
}
