// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.lease.LeasedRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/** The routes that are there now. Changes take a lock, look-ups don't. */
final class RouteTable {
    private final LeasedRegistry<RouteKey, BoundRoute> registry = new LeasedRegistry<>();
    private final IdentityHashMap<Route, BoundRoute> bound = new IdentityHashMap<>();
    private volatile RouteTrie trie = new RouteTrie(List.of());

    /**
     * Adds a route. An {@link IllegalArgumentException} when its pattern is malformed.
     *
     * @param ranking OSGi's {@code service.ranking}
     * @param serviceId OSGi's {@code service.id}, or a number below 0 for what is always there
     */
    void add(Route route, int ranking, long serviceId) {
        BoundRoute added = BoundRoute.of(route);
        synchronized (bound) {
            bound.put(route, added);
            registry.add(added.key(), ranking, serviceId, added);
            trie = new RouteTrie(registry.names());
        }
    }

    /**
     * Takes a route out and waits for the requests inside it.
     *
     * @return false when some were still inside after the time of {@link LeasedRegistry#remove}
     */
    boolean remove(Route route) {
        BoundRoute removed;
        synchronized (bound) {
            removed = bound.remove(route);
        }
        if (removed == null) {
            return true;
        }
        // Not under the lock: waiting for slow requests must not keep other routes from coming.
        boolean drained = registry.remove(removed.key(), removed);
        synchronized (bound) {
            trie = new RouteTrie(registry.names());
        }
        return drained;
    }

    RouteTrie.Place find(List<String> segments) {
        return trie.find(segments);
    }

    /** An acquired lease, or null when the route has just gone. */
    Lease<BoundRoute> acquire(RouteKey key) {
        return registry.acquire(key);
    }

    /** The routes that serve, sorted by pattern and method. */
    List<RouteInfo> infos() {
        List<RouteInfo> infos = new ArrayList<>();
        for (RouteKey key : registry.names()) {
            Lease<BoundRoute> lease = registry.acquire(key);
            if (lease != null) {
                infos.add(lease.service().info());
                lease.release();
            }
        }
        infos.sort(Comparator.comparing(RouteInfo::pattern).thenComparing(RouteInfo::method));
        return infos;
    }
}
