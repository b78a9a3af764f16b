// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.report;

import io.lynchet.itests.bench.load.Latencies;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one round of fan-out measured.
 *
 * @param subscriptions live queries that were open
 * @param writes writes that were answered with 2xx while it was measured; {@code failed} were not
 * @param missing deliveries that did not come although the write was acknowledged
 * @param twice deliveries that came more than once
 * @param latencies from the moment at which a write was to be sent to each delivery, in microseconds
 * @param serverMicros processor time of the server for each write
 */
public record Fanout(
        int subscriptions,
        long writes,
        long failed,
        long missing,
        long twice,
        Latencies latencies,
        double serverMicros) {

    public boolean whole() {
        return failed == 0 && missing == 0 && twice == 0 && latencies.count() > 0;
    }

    public String describe() {
        return String.format(
                Locale.ROOT,
                "%,d subscriptions: %,d writes, %,d deliveries, p50 %.2f ms, p99 %.2f ms, max %.1f ms, server %,.0f us a write; "
                        + "failed %d, missing %d, twice %d",
                subscriptions,
                writes,
                latencies.count(),
                latencies.percentiles().p50() / 1e3,
                latencies.percentiles().p99() / 1e3,
                latencies.max() / 1e3,
                serverMicros,
                failed,
                missing,
                twice);
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subscriptions", subscriptions);
        json.put("writes", writes);
        json.put("failed", failed);
        json.put("missing", missing);
        json.put("twice", twice);
        json.put("latencyMicros", Report.latencies(latencies));
        json.put("serverMicrosPerWrite", serverMicros);
        return json;
    }
}
