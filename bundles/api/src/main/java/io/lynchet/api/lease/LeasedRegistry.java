// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Services that come and go under names, each used through a lease. Of several with one name the one with the highest ranking serves, and
 * among equals the newest: so a replacement that is started before its predecessor stops takes over at once.
 *
 * @param <K> type of the names
 * @param <T> type of the services
 */
public final class LeasedRegistry<K, T> {
    private final ConcurrentMap<K, List<Entry<T>>> entries = new ConcurrentHashMap<>();

    private record Entry<T>(int ranking, long serviceId, Lease<T> lease) {}

    /**
     * Adds a service.
     *
     * @param ranking OSGi's {@code service.ranking}
     * @param serviceId OSGi's {@code service.id}
     */
    public void add(K name, int ranking, long serviceId, T service) {
        Entry<T> entry = new Entry<>(ranking, serviceId, new Lease<>(service));
        entries.compute(name, (key, old) -> {
            List<Entry<T>> next = new ArrayList<>(old == null ? List.of() : old);
            next.add(entry);
            next.sort(Comparator.<Entry<T>>comparingInt(Entry::ranking)
                    .thenComparingLong(Entry::serviceId)
                    .reversed());
            return List.copyOf(next);
        });
    }

    /**
     * Takes a service out and waits, up to {@link Gate#DRAIN_MILLIS}, for the calls inside it. A service that was never added is ignored.
     *
     * @return false when calls were still inside after that time
     */
    public boolean remove(K name, T service) {
        List<Lease<T>> leaving = new ArrayList<>(1);
        entries.computeIfPresent(name, (key, old) -> {
            List<Entry<T>> next = new ArrayList<>(old);
            next.removeIf(entry -> {
                boolean same = entry.lease().service() == service;
                if (same) {
                    leaving.add(entry.lease());
                }
                return same;
            });
            return next.isEmpty() ? null : List.copyOf(next);
        });
        boolean drained = true;
        for (Lease<T> lease : leaving) {
            drained &= lease.retire(Gate.DRAIN_MILLIS);
        }
        return drained;
    }

    /** An acquired lease of the one that serves under this name, which the caller releases; null when there is none. */
    public Lease<T> acquire(K name) {
        while (true) {
            List<Entry<T>> candidates = entries.get(name);
            if (candidates == null) {
                return null;
            }
            for (int i = 0; i < candidates.size(); i++) {
                Lease<T> lease = candidates.get(i).lease();
                if (lease.acquire()) {
                    return lease;
                }
            }
            // All of them retired between the look-up and the attempt; the map has been changed before that, so look
            // again.
            Thread.onSpinWait();
        }
    }

    /** Names that have a service now. */
    public Set<K> names() {
        return Set.copyOf(entries.keySet());
    }
}
