// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a run measured. Latencies and throughput are about the requests of the measured part that were answered with
 * 2xx; statuses and failures count the warm-up, too, since a failed request is a failed request.
 */
public final class LoadResult {

    private static final long HOUR_MICROS = 3_600_000_000L;

    private final double seconds;
    private final Latencies latencies;
    private final Latencies serviceTimes;
    private final Map<String, Latencies> byKind = new LinkedHashMap<>();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    private long answered;
    private long answeredInWindow;
    private long unsent;
    private long reconnects;
    private long bytes;
    private long longestGapNanos;
    private double generatorCores;
    private String firstFailure = "";

    LoadResult(List<Tally> tallies, List<String> kinds, double seconds) {
        this.seconds = seconds;
        Histogram all = new Histogram(HOUR_MICROS, 3);
        Histogram service = new Histogram(HOUR_MICROS, 3);
        for (int k = 0; k < kinds.size(); k++) {
            Histogram one = new Histogram(HOUR_MICROS, 3);
            for (Tally t : tallies) {
                one.add(t.byKind.get(k));
            }
            byKind.put(kinds.get(k), Latencies.of(one));
            all.add(one);
        }
        for (Tally t : tallies) {
            service.add(t.service);
            add(t);
        }
        latencies = Latencies.of(all);
        serviceTimes = Latencies.of(service);
    }

    private void add(Tally t) {
        for (int s = 0; s < t.statuses.length; s++) {
            if (t.statuses[s] > 0) {
                statuses.merge(s, t.statuses[s], Long::sum);
            }
        }
        t.failures.forEach((failure, count) -> failures.merge(failure, count, Long::sum));
        answered += t.answered;
        answeredInWindow += t.answeredInWindow;
        unsent += t.unsent;
        reconnects += t.reconnects;
        bytes += t.bytes;
        longestGapNanos = Math.max(longestGapNanos, t.longestGapNanos);
        generatorCores += t.cpuWallNanos == 0 ? 0 : (double) t.cpuNanos / t.cpuWallNanos;
        if (firstFailure.isEmpty() && t.firstFailure != null) {
            firstFailure = t.firstFailure;
        }
    }

    /** Length of the measured part. */
    public double seconds() {
        return seconds;
    }

    /** Requests of the measured part that were answered with 2xx. */
    public long answered() {
        return answered;
    }

    /** Answers with 2xx per second, counting only those that came within the measured part. */
    public double perSecond() {
        return seconds == 0 ? 0 : answeredInWindow / seconds;
    }

    /** Latencies from the intended start of a request to the last byte of its answer. */
    public Latencies latencies() {
        return latencies;
    }

    /** At a fixed rate: latencies from the moment of sending, without the wait for a free connection. Else empty. */
    public Latencies serviceTimes() {
        return serviceTimes;
    }

    /** Latencies for each kind of request in the deck. */
    public Map<String, Latencies> byKind() {
        return byKind;
    }

    /** All answers by status, those of the warm-up included. */
    public Map<Integer, Long> statuses() {
        return statuses;
    }

    /** Requests without a whole answer, those of the warm-up included; absent kinds did not happen. */
    public Map<Failure, Long> failures() {
        return failures;
    }

    /** At a fixed rate: requests that were due and never started, because no connection came free in time. */
    public long unsent() {
        return unsent;
    }

    /** Connections that were replaced, because the server ended them or a request failed. */
    public long reconnects() {
        return reconnects;
    }

    /** Bytes received. */
    public long bytes() {
        return bytes;
    }

    /**
     * The longest time in which no request was answered with 2xx: how long the server seemed to be away. With several
     * threads it is the longest of any one thread, which is never too small.
     */
    public double longestGapMillis() {
        return longestGapNanos / 1e6;
    }

    /** Processor cores that the generator's threads used on average, without the JVM's own threads. */
    public double generatorCores() {
        return generatorCores;
    }

    /** The first failure in words, or an empty string. */
    public String firstFailure() {
        return firstFailure;
    }

    /** Everything that went wrong: answers other than 2xx, requests without an answer, requests never sent. */
    public long failed() {
        long bad = statuses.entrySet().stream()
                .filter(e -> e.getKey() < 200 || e.getKey() > 299)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return bad + failures.values().stream().mapToLong(Long::longValue).sum() + unsent;
    }

    /** A paragraph for people. */
    public String describe() {
        Latencies.Percentiles p = latencies.percentiles();
        return String.format(
                java.util.Locale.ROOT,
                "%,d answered, %,.0f/s; ms p50 %.2f p99 %.2f max %.2f; longest gap %.1f ms; failed %d %s%s%s",
                answered,
                perSecond(),
                p.p50() / 1e3,
                p.p99() / 1e3,
                latencies.max() / 1e3,
                longestGapMillis(),
                failed(),
                statuses,
                failures.isEmpty() ? "" : " " + failures,
                firstFailure.isEmpty() ? "" : " first: " + firstFailure);
    }
}
