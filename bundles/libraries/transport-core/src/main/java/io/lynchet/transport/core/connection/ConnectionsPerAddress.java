// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The limit of connections per address. A connection that becomes a channel leaves its place: the handlers of channels
 * limit those. Behind a proxy all clients have the proxy's address, until their first request was read. Thread-safe.
 */
public final class ConnectionsPerAddress {
    /** No address of a client begins so. */
    private static final long IPV4 = 0xFFFF_0000_0000_0000L;

    private final int max;
    private final ConcurrentMap<Long, Integer> taken = new ConcurrentHashMap<>();

    /** @param max the number for each address; 0 for any number */
    public ConnectionsPerAddress(int max) {
        this.max = max;
    }

    /** Returns a place, or null when the address has its maximum. A connection that is broken already gets one, too. */
    public Place enter(InetSocketAddress peer) {
        if (max == 0 || peer == null) {
            return new Place(null);
        }
        Place place = new Place(keyOf(peer.getAddress()));
        if (taken.merge(place.key, 1, Integer::sum) <= max) {
            return place;
        }
        place.leave();
        return null;
    }

    /** IPv6 by its first 64 bits, which are what one customer gets. */
    private static Long keyOf(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? bytes.getLong() : IPV4 | (bytes.getInt() & 0xFFFF_FFFFL);
    }

    /** Returns the number of addresses with a place. */
    int addresses() {
        return taken.size();
    }

    /** The place of one connection. */
    public final class Place {
        private final Long key;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(Long key) {
            this.key = key;
        }

        /** Frees the place when the connection is closed, handed over or a channel. Leaving again does nothing. */
        public void leave() {
            if (key != null && left.compareAndSet(false, true)) {
                taken.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
