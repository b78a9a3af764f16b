// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.metrics.MetricSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The metrics of requests: numbers by route pattern and status, and durations. They use one adder each, so that
 * counting needs no lock.
 */
final class RequestMetrics {
    private static final double[] BOUNDS_SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };
    private static final long[] BOUNDS_NANOS = java.util.Arrays.stream(BOUNDS_SECONDS)
            .mapToLong(s -> (long) (s * 1e9))
            .toArray();

    private final ConcurrentMap<Place, OfRoute> byRoute = new ConcurrentHashMap<>();
    private final LongAdder inFlight = new LongAdder();

    /**
     * @param route the pattern, or a fixed word for requests without a route: text of clients must not become labels
     */
    private record Place(String method, String route) {}

    private static final class OfRoute {
        private final AtomicReferenceArray<LongAdder> byStatus = new AtomicReferenceArray<>(600);
        private final LongAdder[] buckets = new LongAdder[BOUNDS_SECONDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        private OfRoute() {
            java.util.Arrays.setAll(buckets, i -> new LongAdder());
        }

        private LongAdder status(int status) {
            LongAdder adder = byStatus.get(status);
            if (adder == null) {
                byStatus.compareAndSet(status, null, new LongAdder());
                adder = byStatus.get(status);
            }
            return adder;
        }
    }

    void begin() {
        inFlight.increment();
    }

    void end(String method, String route, int status, long tookNanos) {
        inFlight.decrement();
        OfRoute ofRoute = of(new Place(method, route));
        ofRoute.status(Math.min(status, 599)).increment();
        ofRoute.nanos.add(tookNanos);
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && tookNanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        ofRoute.buckets[bucket].increment();
    }

    private OfRoute of(Place place) {
        // Computing takes a lock, even when the entry exists.
        OfRoute known = byRoute.get(place);
        return known != null ? known : byRoute.computeIfAbsent(place, any -> new OfRoute());
    }

    void report(MetricSink sink) {
        sink.gauge("lynchet_http_routing", "Requests that the router handles now.", Map.of(), (double) inFlight.sum());
        byRoute.forEach((place, ofRoute) -> {
            Map<String, String> labels = Map.of("method", place.method(), "route", place.route());
            for (int status = 0; status < ofRoute.byStatus.length(); status++) {
                LongAdder count = ofRoute.byStatus.get(status);
                if (count != null) {
                    sink.counter(
                            "lynchet_http_requests_total",
                            "Handled requests.",
                            Map.of(
                                    "method",
                                    place.method(),
                                    "route",
                                    place.route(),
                                    "status",
                                    Integer.toString(status)),
                            (double) count.sum());
                }
            }
            long[] counts = new long[ofRoute.buckets.length];
            java.util.Arrays.setAll(counts, i -> ofRoute.buckets[i].sum());
            sink.histogram(
                    "lynchet_http_request_seconds",
                    "Seconds from the request to its response, without sending the body.",
                    labels,
                    BOUNDS_SECONDS.clone(),
                    counts,
                    ofRoute.nanos.sum() / 1e9);
        });
    }
}
