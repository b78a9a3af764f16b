// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts sockets, and refuses those that are too many. A place is taken before the connection becomes a socket. Some never do, because their
 * client has gone or only asked for the head of the answer; their places are given back after a while.
 */
final class Admission {
    static final long OPENING_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private static final int RETRY_AFTER_SECONDS = 10;

    private final Settings settings;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> addresses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> users = new ConcurrentHashMap<>();
    private final Queue<Place> opening = new ConcurrentLinkedQueue<>();

    /** One socket's share of the limits. */
    final class Place {
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

        /** The connection has become a socket; false when that took too long and the place is gone. */
        boolean take() {
            return taken.compareAndSet(false, true);
        }

        /** Gives it back; for any number of times. */
        void release() {
            if (!released.getAndSet(true)) {
                all.decrementAndGet();
                uncount(addresses, address);
                uncount(users, user);
            }
        }
    }

    Admission(Settings settings) {
        this.settings = settings;
    }

    /** A place, or {@code RATE_LIMITED}. The admin counts in the total only. */
    Place enter(String remoteAddress, Principal principal, long nowNanos) {
        if (all.incrementAndGet() > settings.socketsMax()) {
            all.decrementAndGet();
            throw refusal("This server has no room for further sockets. Limit: " + settings.socketsMax());
        }
        String address = principal.admin() || settings.perAddressMax() == 0 ? null : AddressKey.of(remoteAddress);
        String user = principal.admin() || settings.perUserMax() == 0 ? null : principal.userId();
        if (!count(addresses, address, settings.perAddressMax())) {
            all.decrementAndGet();
            throw refusal("Too many sockets of one address. Limit: " + settings.perAddressMax());
        }
        if (!count(users, user, settings.perUserMax())) {
            all.decrementAndGet();
            uncount(addresses, address);
            throw refusal("Too many sockets of one user. Limit: " + settings.perUserMax());
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
    void expire(long nowNanos) {
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

    /** Open, or about to be. */
    int count() {
        return all.get();
    }

    int max() {
        return settings.socketsMax();
    }

    /** Whether nothing is counted for anybody. */
    boolean isEmpty() {
        return all.get() == 0 && addresses.isEmpty() && users.isEmpty();
    }
}
