// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.metrics.MetricSink;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the engine has done. */
final class LiveMetrics {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder read = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder looked = new LongAdder();
    private volatile int subscriptions;
    private volatile int groups;
    private volatile long lag;
    private volatile long resultBytes;
    private volatile long recentBytes;
    private volatile long frameBytes;
    private final LongAdder refused = new LongAdder();

    void delivered() {
        delivered.increment();
    }

    void lost() {
        lost.increment();
    }

    void read() {
        read.increment();
    }

    void resumed() {
        resumed.increment();
    }

    void looked() {
        looked.increment();
    }

    void now(int openSubscriptions, int openGroups, long changesBehind) {
        subscriptions = openSubscriptions;
        groups = openGroups;
        lag = changesBehind;
    }

    void bytes(long ofResults, long ofRecentChanges, long ofFrames) {
        resultBytes = ofResults;
        recentBytes = ofRecentChanges;
        frameBytes = ofFrames;
    }

    void refused() {
        refused.increment();
    }

    /** How often a result was asked whether a change touches it. */
    long looks() {
        return looked.sum();
    }

    /** How often a result was read from the store. */
    long reads() {
        return read.sum();
    }

    /** How often a client came back and got only what it had missed. */
    long resumes() {
        return resumed.sum();
    }

    void report(MetricSink sink) {
        Map<String, String> none = Map.of();
        sink.gauge("lynchet_live_subscriptions", "Live queries that are open.", none, subscriptions);
        sink.gauge("lynchet_live_groups", "Live queries that are evaluated apart from each other.", none, groups);
        sink.gauge("lynchet_live_lag_changes", "Changes of the log that live queries have not seen yet.", none, (double)
                lag);
        sink.gauge(
                "lynchet_live_result_bytes",
                "Memory that results of live queries take, at most, with reads under way.",
                none,
                (double) resultBytes);
        sink.gauge(
                "lynchet_live_recent_bytes",
                "Memory that changes take, at most, which are kept for clients that come back.",
                none,
                (double) recentBytes);
        sink.gauge(
                "lynchet_live_waiting_bytes",
                "Large frames of live queries that clients have not taken yet.",
                none,
                (double) frameBytes);
        sink.counter(
                "lynchet_live_refused_total",
                "Live queries that were refused or ended because there was no room for their results.",
                none,
                (double) refused.sum());
        sink.counter("lynchet_live_frames_total", "Frames given to sockets.", none, (double) delivered.sum());
        sink.counter("lynchet_live_lost_total", "Times that a client was too slow for its frames.", none, (double)
                lost.sum());
        sink.counter("lynchet_live_reads_total", "Results read from the store.", none, (double) read.sum());
        sink.counter(
                "lynchet_live_resumes_total", "Clients that came back and got what they had missed.", none, (double)
                        resumed.sum());
        sink.counter("lynchet_live_looks_total", "Times that a result was asked about a change.", none, (double)
                looked.sum());
    }
}
