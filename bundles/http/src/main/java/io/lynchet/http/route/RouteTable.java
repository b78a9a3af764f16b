// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.lease.LeasedRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The present routes. Changes take a lock, look-ups don't. A route that goes may come back, because its bundle is being
 * replaced or configured anew. So its place is kept for a while, and requests wait there.
 */
public final class RouteTable {
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(Gate.DRAIN_MILLIS);

    private final LeasedRegistry<RouteKey, BoundRoute> registry = new LeasedRegistry<>();
    private final IdentityHashMap<Route, BoundRoute> bound = new IdentityHashMap<>();

    /** Until when places without a route are kept, as {@link System#nanoTime}. */
    private final Map<RouteKey, Long> vacant = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final long patienceNanos;
    private volatile boolean anyVacant;
    private volatile RouteTrie trie = new RouteTrie(List.of());

    public RouteTable() {
        this(Duration.ofMillis(Gate.WAIT_MILLIS));
    }

    /** @param patience how long requests wait for a route that has gone */
    public RouteTable(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /**
     * Adds a route. Throws {@link IllegalArgumentException} when its pattern is malformed.
     *
     * @param ranking OSGi's {@code service.ranking}
     * @param serviceId OSGi's {@code service.id}
     */
    public void add(Route route, int ranking, long serviceId) {
        BoundRoute added = BoundRoute.of(route);
        lock.lock();
        try {
            bound.put(route, added);
            registry.add(added.key(), ranking, serviceId, added);
            vacant.remove(added.key());
            rebuild();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a route and blocks until the requests inside it end.
     *
     * @return false when some were still inside after the time of {@link LeasedRegistry#remove}
     */
    public boolean remove(Route route) {
        BoundRoute removed;
        lock.lock();
        try {
            removed = bound.remove(route);
            if (removed == null) {
                return true;
            }
            // Its successor comes only when no request is inside any more, which may take this long.
            vacant.put(removed.key(), System.nanoTime() + DRAIN_NANOS + patienceNanos);
        } finally {
            lock.unlock();
        }
        // Not under the lock: waiting for slow requests must not keep other routes from coming.
        boolean drained = registry.remove(removed.key(), removed);
        lock.lock();
        try {
            if (registry.names().contains(removed.key())) {
                vacant.remove(removed.key());
            } else {
                vacant.put(removed.key(), System.nanoTime() + patienceNanos);
            }
            rebuild();
        } finally {
            lock.unlock();
        }
        return drained;
    }

    private void rebuild() {
        Set<RouteKey> keys = new HashSet<>(registry.names());
        keys.addAll(vacant.keySet());
        trie = new RouteTrie(keys);
        anyVacant = !vacant.isEmpty();
    }

    public RouteTrie.Place find(List<String> segments) {
        if (anyVacant) {
            forgetVacant();
        }
        return trie.find(segments);
    }

    private void forgetVacant() {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (vacant.values().removeIf(until -> until - now <= 0)) {
                rebuild();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns an acquired lease of the route at this place. Blocks when the route has just gone. Fails with
     * {@code UNAVAILABLE} when requests are inside it for longer than the patience.
     *
     * @return null when no route came back in time; then {@link #find} finds what else there is
     */
    public Lease<BoundRoute> acquire(RouteKey key) {
        Lease<BoundRoute> lease = registry.acquire(key);
        return lease == null ? await(key) : lease;
    }

    private Lease<BoundRoute> await(RouteKey key) {
        long giveUp = System.nanoTime() + patienceNanos;
        lock.lock();
        try {
            while (true) {
                Lease<BoundRoute> lease = registry.acquire(key);
                long now = System.nanoTime();
                Long until = vacant.get(key);
                if (lease != null || until == null || until - now <= 0) {
                    return lease;
                }
                if (giveUp - now <= 0) {
                    throw LynchetException.retryable(
                            ErrorCode.UNAVAILABLE, "Another provider replaces the route; try again.", 1);
                }
                long unused = arrived.awaitNanos(Math.min(until - now, giveUp - now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "Interrupted while waiting for a route.", e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the serving routes, sorted by pattern and method. */
    public List<RouteInfo> infos() {
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
