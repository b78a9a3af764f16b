// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.metrics.MetricSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts of requests by route pattern and status, and how long they took. One adder each, so that counting needs no lock. */
final class AccessFigures {
    private static final double[] BOUNDS_SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };
    private static final long[] BOUNDS_NANOS = java.util.Arrays.stream(BOUNDS_SECONDS)
            .mapToLong(s -> (long) (s * 1e9))
            .toArray();

    private final ConcurrentMap<Place, OfRoute> byRoute = new ConcurrentHashMap<>();
    private final LongAdder inFlight = new LongAdder();

    /** @param route pattern, or a fixed word for requests that found none: what clients make up must not become labels */
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
        OfRoute figures = of(new Place(method, route));
        figures.status(Math.min(status, 599)).increment();
        figures.nanos.add(tookNanos);
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && tookNanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        figures.buckets[bucket].increment();
    }

    private OfRoute of(Place place) {
        // Computing takes a lock, also where something is.
        OfRoute known = byRoute.get(place);
        return known != null ? known : byRoute.computeIfAbsent(place, any -> new OfRoute());
    }

    void report(MetricSink sink) {
        sink.gauge("lynchet_http_routing", "Requests inside the router.", Map.of(), (double) inFlight.sum());
        byRoute.forEach((place, figures) -> {
            Map<String, String> labels = Map.of("method", place.method(), "route", place.route());
            for (int status = 0; status < figures.byStatus.length(); status++) {
                LongAdder count = figures.byStatus.get(status);
                if (count != null) {
                    sink.counter(
                            "lynchet_http_requests_total",
                            "Requests answered.",
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
            long[] counts = new long[figures.buckets.length];
            java.util.Arrays.setAll(counts, i -> figures.buckets[i].sum());
            sink.histogram(
                    "lynchet_http_request_seconds",
                    "Time to an answer, without the sending of its body.",
                    labels,
                    BOUNDS_SECONDS.clone(),
                    counts,
                    figures.nanos.sum() / 1e9);
        });
    }
}
