// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.limit;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Principal;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The counters of sockets, which refuse those beyond the limits.
 *
 * <p>A place is taken before the connection becomes a socket. Some connections never do, because the client has gone or
 * asked only for the head of the response. Their places are given back after {@link #OPENING_NANOS_MAX}.
 */
public final class SocketAdmission {
    public static final long OPENING_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private static final int RETRY_AFTER_SECONDS = 10;

    private final SocketSettings settings;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> addresses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> users = new ConcurrentHashMap<>();
    private final Queue<Place> opening = new ConcurrentLinkedQueue<>();

    /** The share of the limits that one socket takes. */
    public final class Place {
        private final String address;
        private final String user;
        private final long untilNanos;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final AtomicBoolean released = new AtomicBoolean();

        private Place(String address, String user, long untilNanos) {
            this.address = address;
            this.user = user;
            this.untilNanos = untilNanos;
        }

        /**
         * Takes the place for good when the connection becomes a socket. Returns false when that took too long and the
         * place is gone.
         */
        public boolean take() {
            return taken.compareAndSet(false, true);
        }

        /** Gives the place back. Further calls do nothing. */
        public void release() {
            if (!released.getAndSet(true)) {
                all.decrementAndGet();
                uncount(addresses, address);
                uncount(users, user);
            }
        }
    }

    public SocketAdmission(SocketSettings settings) {
        this.settings = settings;
    }

    /** Returns a place, or fails with {@code RATE_LIMITED}. The admin counts in the total only. */
    public Place enter(String remoteAddress, Principal principal, long nowNanos) {
        if (all.incrementAndGet() > settings.socketsMax()) {
            all.decrementAndGet();
            throw refusal("This server has too many sockets; try again later. Limit: " + settings.socketsMax());
        }
        String address = principal.admin() || settings.perAddressMax() == 0 ? null : AddressKey.of(remoteAddress);
        String user = principal.admin() || settings.perUserMax() == 0 ? null : principal.userId();
        if (!count(addresses, address, settings.perAddressMax())) {
            all.decrementAndGet();
            throw refusal("Too many sockets of one address; close one first. Limit: " + settings.perAddressMax());
        }
        if (!count(users, user, settings.perUserMax())) {
            all.decrementAndGet();
            uncount(addresses, address);
            throw refusal("Too many sockets of one user; close one first. Limit: " + settings.perUserMax());
        }
        Place place = new Place(address, user, nowNanos + OPENING_NANOS_MAX);
        opening.add(place);
        return place;
    }

    private static LynchetException refusal(String message) {
        return LynchetException.retryable(ErrorCode.RATE_LIMITED, message, RETRY_AFTER_SECONDS);
    }

    private static boolean count(ConcurrentMap<String, Integer> counts, String key, int max) {
        if (key == null) {
            return true;
        }
        boolean[] counted = {false};
        counts.compute(key, (k, before) -> {
            int open = before == null ? 0 : before;
            counted[0] = open < max;
            return counted[0] ? Integer.valueOf(open + 1) : before;
        });
        return counted[0];
    }

    private static void uncount(ConcurrentMap<String, Integer> counts, String key) {
        if (key != null) {
            counts.computeIfPresent(key, (k, open) -> open == 1 ? null : Integer.valueOf(open - 1));
        }
    }

    /** Gives back the places of connections that have not become sockets in time. */
    public void expire(long nowNanos) {
        for (Place first = opening.peek(); first != null; first = opening.peek()) {
            if (!first.taken.get()) {
                if (first.untilNanos - nowNanos > 0) {
                    return;
                }
                if (first.take()) {
                    first.release();
                }
            }
            opening.poll();
        }
    }

    /** Returns the number of sockets that are open or about to be. */
    public int count() {
        return all.get();
    }

    public int max() {
        return settings.socketsMax();
    }

    /** Tells whether all counts are zero. */
    public boolean isEmpty() {
        return all.get() == 0 && addresses.isEmpty() && users.isEmpty();
    }
}
