// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;

/** Figures of the Java process, under the names that Prometheus' own collectors use. */
final class ProcessFigures implements MetricSource {
    private static final double MILLIS = 1_000.0;

    @Override
    public void report(MetricSink sink) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        sink.gauge(
                "process_start_time_seconds",
                "Start of the process since 1970 in seconds.",
                Map.of(),
                runtime.getStartTime() / MILLIS);
        sink.gauge("lynchet_uptime_seconds", "Seconds since the start.", Map.of(), runtime.getUptime() / MILLIS);
        memory(sink, "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
        memory(sink, "nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage());
        sink.gauge(
                "jvm_threads_current",
                "Threads of the platform.",
                Map.of(),
                ManagementFactory.getThreadMXBean().getThreadCount());
        sink.gauge(
                "jvm_classes_currently_loaded",
                "Loaded classes.",
                Map.of(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Map<String, String> labels = Map.of("gc", collector.getName());
            sink.counter("jvm_gc_collections_total", "Collections.", labels, (double) collector.getCollectionCount());
            sink.counter(
                    "jvm_gc_collection_seconds_total",
                    "Seconds in collections.",
                    labels,
                    collector.getCollectionTime() / MILLIS);
        }
    }

    private static void memory(MetricSink sink, String area, MemoryUsage usage) {
        Map<String, String> labels = Map.of("area", area);
        sink.gauge("jvm_memory_used_bytes", "Used memory.", labels, (double) usage.getUsed());
        sink.gauge("jvm_memory_committed_bytes", "Committed memory.", labels, (double) usage.getCommitted());
        sink.gauge("jvm_memory_max_bytes", "Upper limit, -1 for none.", labels, (double) usage.getMax());
    }
}
