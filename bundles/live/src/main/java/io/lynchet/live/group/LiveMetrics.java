// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

import io.lynchet.api.metrics.MetricSink;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of the engine. */
public final class LiveMetrics {
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

    public void delivered() {
        delivered.increment();
    }

    public void lost() {
        lost.increment();
    }

    void read() {
        read.increment();
    }

    public void resumed() {
        resumed.increment();
    }

    void looked() {
        looked.increment();
    }

    public void now(int openSubscriptions, int openGroups, long changesBehind) {
        subscriptions = openSubscriptions;
        groups = openGroups;
        lag = changesBehind;
    }

    public void bytes(long ofResults, long ofRecentChanges, long ofFrames) {
        resultBytes = ofResults;
        recentBytes = ofRecentChanges;
        frameBytes = ofFrames;
    }

    public void refused() {
        refused.increment();
    }

    /** Counts how often the engine asked a result whether a change touches it. */
    public long looks() {
        return looked.sum();
    }

    /** Counts the reads of results from the store. */
    public long reads() {
        return read.sum();
    }

    /** Counts the clients that resumed and got only what they had missed. */
    public long resumes() {
        return resumed.sum();
    }

    public void report(MetricSink sink) {
        Map<String, String> none = Map.of();
        sink.gauge("lynchet_live_subscriptions", "Open live queries.", none, subscriptions);
        sink.gauge("lynchet_live_groups", "Groups of equal live queries, each evaluated once.", none, groups);
        sink.gauge(
                "lynchet_live_lag_changes",
                "Changes of the log that live queries have not processed yet.",
                none,
                (double) lag);
        sink.gauge(
                "lynchet_live_result_bytes",
                "Upper bound of the memory of live query results, with running reads.",
                none,
                (double) resultBytes);
        sink.gauge(
                "lynchet_live_recent_bytes",
                "Upper bound of the memory of changes kept for clients that reconnect.",
                none,
                (double) recentBytes);
        sink.gauge(
                "lynchet_live_waiting_bytes",
                "Large frames of live queries that clients have not received yet.",
                none,
                (double) frameBytes);
        sink.counter(
                "lynchet_live_refused_total",
                "Live queries that failed or ended because their results had no memory left.",
                none,
                (double) refused.sum());
        sink.counter("lynchet_live_frames_total", "Frames offered to sockets.", none, (double) delivered.sum());
        sink.counter("lynchet_live_lost_total", "Times that a client was too slow for its frames.", none, (double)
                lost.sum());
        sink.counter("lynchet_live_reads_total", "Results read from the store.", none, (double) read.sum());
        sink.counter(
                "lynchet_live_resumes_total", "Clients that reconnected and resumed.", none, (double) resumed.sum());
        sink.counter("lynchet_live_looks_total", "Evaluations of a change for a result.", none, (double) looked.sum());
    }
}
