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
 * A registry of named services that come and go, each used through a lease. Of several with one name, the one with the
 * highest ranking serves; among equals, the newest. So a replacement that starts before its predecessor stops takes
 * over at once.
 *
 * @param <K> the type of the names
 * @param <T> the type of the services
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
     * Removes a service and waits, up to {@link Gate#DRAIN_MILLIS}, for the calls inside it. An unknown service is
     * ignored.
     *
     * @return false when calls were still inside after that time, or the thread was interrupted
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

    /**
     * Returns an acquired lease of the service that serves under this name, which the caller releases; null when there
     * is none. Does not wait.
     */
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
            // All of them retired between the look-up and the attempt. The map changed before that, so look again.
            Thread.onSpinWait();
        }
    }

    /** Returns the names that have a service now. */
    public Set<K> names() {
        return Set.copyOf(entries.keySet());
    }
}
