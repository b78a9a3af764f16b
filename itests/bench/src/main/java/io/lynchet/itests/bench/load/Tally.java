// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What one thread counted. Written by that thread alone and read after it has ended. */
final class Tally {

    private static final long HOUR_MICROS = 3_600_000_000L;

    private final Window window;
    private final boolean fixedRate;
    final List<Histogram> byKind = new ArrayList<>();
    final Histogram service = new Histogram(HOUR_MICROS, 3);
    final long[] statuses = new long[1000];
    final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    long answered;
    long answeredInWindow;
    long unsent;
    long reconnects;
    long bytes;
    long cpuNanos;
    long cpuWallNanos;
    String firstFailure;

    private long lastAnswerAt;
    long longestGapNanos;

    Tally(Window window, int kinds, boolean fixedRate) {
        this.window = window;
        this.fixedRate = fixedRate;
        for (int i = 0; i < kinds; i++) {
            byKind.add(new Histogram(HOUR_MICROS, 3));
        }
    }

    /** A complete answer; {@code intended} is when the request should have started, {@code sent} when it did. */
    void answer(Connection c, long now) {
        int status = c.parser.status();
        statuses[status]++;
        if (status < 200 || status > 299) {
            if (firstFailure == null) {
                firstFailure = status + " " + c.parser.sample();
            }
            return;
        }
        if (c.intended < window.recordFrom()) {
            lastAnswerAt = now;
            return;
        }
        answered++;
        if (now <= window.end()) {
            answeredInWindow++;
        }
        record(byKind.get(c.kind), now - c.intended);
        if (fixedRate) {
            record(service, now - c.sent);
        }
        if (lastAnswerAt != 0) {
            longestGapNanos = Math.max(longestGapNanos, now - lastAnswerAt);
        }
        lastAnswerAt = now;
    }

    void failure(Failure failure, String message) {
        failures.merge(failure, 1L, Long::sum);
        if (firstFailure == null) {
            firstFailure = failure + ": " + message;
        }
    }

    /** A request that was due and never started; it waited at least this long. */
    void unsent(long intended, long now) {
        unsent++;
        if (intended >= window.recordFrom()) {
            record(byKind.get(0), now - intended);
        }
        if (firstFailure == null) {
            firstFailure = "no connection was free for a request that was due";
        }
    }

    /** Counts the silence from the last answer to the end, so that a server that never came back shows. */
    void end(long now) {
        long until = Math.min(now, window.end());
        if (lastAnswerAt != 0 && until > lastAnswerAt) {
            longestGapNanos = Math.max(longestGapNanos, until - lastAnswerAt);
        }
    }

    private static void record(Histogram h, long nanos) {
        h.recordValue(Math.min(HOUR_MICROS, Math.max(0, nanos / 1000)));
    }
}
