// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of the Java process, under the names of Prometheus' own collectors. */
final class ProcessMetrics implements MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessMetrics.class);
    private static final double MILLIS = 1_000.0;
    private static final double NANOS = 1_000_000_000.0;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");

    @Override
    public void report(MetricSink sink) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        sink.gauge(
                "process_start_time_seconds",
                "Start of the process, in seconds since 1970.",
                Map.of(),
                runtime.getStartTime() / MILLIS);
        sink.gauge("lynchet_uptime_seconds", "Seconds since the start.", Map.of(), runtime.getUptime() / MILLIS);
        processor(sink);
        resident(sink);
        memory(sink, "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
        memory(sink, "nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage());
        sink.gauge(
                "jvm_threads_current",
                "Platform threads.",
                Map.of(),
                ManagementFactory.getThreadMXBean().getThreadCount());
        sink.gauge(
                "jvm_classes_currently_loaded",
                "Loaded classes.",
                Map.of(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Map<String, String> labels = Map.of("gc", collector.getName());
            sink.counter("jvm_gc_collections_total", "Garbage collections.", labels, (double)
                    collector.getCollectionCount());
            sink.counter(
                    "jvm_gc_collection_seconds_total",
                    "Seconds spent in garbage collections.",
                    labels,
                    collector.getCollectionTime() / MILLIS);
        }
    }

    private static void memory(MetricSink sink, String area, MemoryUsage usage) {
        Map<String, String> labels = Map.of("area", area);
        sink.gauge("jvm_memory_used_bytes", "Used bytes.", labels, (double) usage.getUsed());
        sink.gauge("jvm_memory_committed_bytes", "Committed bytes.", labels, (double) usage.getCommitted());
        sink.gauge("jvm_memory_max_bytes", "Most bytes, -1 for no limit.", labels, (double) usage.getMax());
    }

    private static void processor(MetricSink sink) {
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(used -> sink.counter(
                        "process_cpu_seconds_total",
                        "Processor time used, by user and system, in seconds.",
                        Map.of(),
                        used.toNanos() / NANOS));
        sink.gauge(
                "lynchet_processors",
                "Processors that the process may use.",
                Map.of(),
                Runtime.getRuntime().availableProcessors());
    }

    // Only Linux has this value; elsewhere the metric is left out.
    private static void resident(MetricSink sink) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            lines.map(RESIDENT::matcher)
                    .filter(Matcher::matches)
                    .findFirst()
                    .ifPresent(line -> sink.gauge(
                            "process_resident_memory_bytes",
                            "Resident memory of the process, in bytes.",
                            Map.of(),
                            Long.parseLong(line.group(1)) * 1024.0));
        } catch (IOException | UncheckedIOException e) {
            LOG.trace("the resident memory is unknown here", e);
        }
    }
}
