// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.group;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** The metrics of sync. */
public final class SyncMetrics implements MetricSource {
    public final LongAdder evaluated = new LongAdder();
    public final LongAdder sent = new LongAdder();
    public final LongAdder pulls = new LongAdder();
    public final LongAdder sharedPulls = new LongAdder();
    public final LongAdder lost = new LongAdder();
    public final LongAdder resyncs = new LongAdder();

    private final IntSupplier groups;
    private final IntSupplier sockets;

    public SyncMetrics(IntSupplier groups, IntSupplier sockets) {
        this.groups = groups;
        this.sockets = sockets;
    }

    @Override
    public void report(MetricSink sink) {
        count(sink, "events_evaluated", "Changes that were evaluated, once for each group of callers.", evaluated);
        count(sink, "events_sent", "Change events that were offered to sockets.", sent);
        count(sink, "pulls", "Pulls of changes.", pulls);
        count(sink, "pulls_shared", "Pulls that reused the events of another caller.", sharedPulls);
        count(sink, "lost", "Sockets that were too slow and had to pull.", lost);
        count(sink, "resyncs", "Clients that were told to start over.", resyncs);
        gauge(sink, "groups", "Groups of callers with the same rights.", groups.getAsInt());
        gauge(sink, "sockets", "Sockets that follow all changes.", sockets.getAsInt());
    }

    private static void count(MetricSink sink, String name, String help, LongAdder value) {
        sink.counter("lynchet_sync_" + name + "_total", help, Map.of(), value.doubleValue());
    }

    private static void gauge(MetricSink sink, String name, String help, int value) {
        sink.gauge("lynchet_sync_" + name, help, Map.of(), value);
    }
}
