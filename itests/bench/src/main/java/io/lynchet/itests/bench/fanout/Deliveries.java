// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.fanout;

import io.lynchet.itests.bench.load.Latencies;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Which write was to be sent when, and how often it came. Writes are numbered from 0. */
final class Deliveries {
    private static final int DIGITS = 3;

    private final AtomicLongArray sent;
    private final AtomicIntegerArray came;
    private final Histogram micros = new ConcurrentHistogram(DIGITS);
    private final int first;

    /** @param first the first write whose latency counts; those before warm up */
    Deliveries(int writes, int first) {
        sent = new AtomicLongArray(writes);
        came = new AtomicIntegerArray(writes);
        this.first = first;
    }

    void sent(int write, long nanos) {
        sent.set(write, nanos);
    }

    void came(int write, long nanos) {
        came.incrementAndGet(write);
        if (write >= first) {
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos - sent.get(write)));
        }
    }

    /** How many deliveries of that many are missing, over all writes before that one. */
    long missing(int before, int each) {
        long missing = 0;
        for (int i = 0; i < before; i++) {
            missing += Math.max(0, each - came.get(i));
        }
        return missing;
    }

    /** How many came beyond that many. */
    long beyond(int before, int each) {
        long beyond = 0;
        for (int i = 0; i < before; i++) {
            beyond += Math.max(0, came.get(i) - each);
        }
        return beyond;
    }

    Latencies latencies() {
        return Latencies.of(micros);
    }
}
