// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import org.HdrHistogram.Histogram;

/**
 * A latency distribution in microseconds, with three significant digits.
 *
 * @param count number of requests in it; when 0, the others are 0
 */
public record Latencies(long count, double mean, Percentiles percentiles, long max) {

    /** Values below which 50, 90, 99 and 99.9 percent of the requests lie. */
    public record Percentiles(long p50, long p90, long p99, long p999) {}

    /** @param h of microseconds */
    public static Latencies of(Histogram h) {
        if (h.getTotalCount() == 0) {
            return new Latencies(0, 0, new Percentiles(0, 0, 0, 0), 0);
        }
        Percentiles p = new Percentiles(
                h.getValueAtPercentile(50),
                h.getValueAtPercentile(90),
                h.getValueAtPercentile(99),
                h.getValueAtPercentile(99.9));
        return new Latencies(h.getTotalCount(), h.getMean(), p, h.getMaxValue());
    }
}
