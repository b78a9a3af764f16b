// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;

/** {@code stats}: the figures of the process. */
public final class StatsCommand implements Command {
    private static final double MILLIS = 1_000.0;

    @Override
    public String name() {
        return "stats";
    }

    @Override
    public String summary() {
        return "Requests, times, queues and memory at a glance";
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(name()).flag("--all", "every figure with its labels").json();
    }

    @Override
    public String guide() {
        return """
                Figures are sums over their labels since the start; --all takes them apart.
                Times show how many, their mean, and below which time 99 of 100 were.
                The same figures for Prometheus are at /metrics.
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, Services services) {
        MetricSummary summary = new MetricSummary(arguments.has("--all"));
        for (MetricSource source : services.all(MetricSource.class)) {
            source.report(summary);
        }
        if (summary.lines().stream().noneMatch(line -> line.name().startsWith("jvm_memory_used_bytes"))) {
            process(summary);
        }
        List<MetricSummary.Line> lines = summary.lines();
        if (arguments.json()) {
            lines.forEach(line -> out.json(line.writeTo(new JsonWriter())));
            return;
        }
        Table table = new Table().text("FIGURE").number("VALUE").text("MEANING");
        lines.forEach(line -> table.row(line.name(), line.shown(), line.help()));
        out.table(table);
    }

    /** What every process has, in case that no part reports it. */
    private static void process(MetricSink sink) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        Map<String, String> area = Map.of("area", "heap");
        sink.gauge("jvm_memory_used_bytes", "Used memory.", area, (double) heap.getUsed());
        sink.gauge("jvm_memory_max_bytes", "Upper limit, -1 for none.", area, (double) heap.getMax());
        sink.gauge(
                "jvm_threads_current",
                "Threads of the platform.",
                Map.of(),
                ManagementFactory.getThreadMXBean().getThreadCount());
        sink.gauge(
                "lynchet_uptime_seconds",
                "Seconds since the start.",
                Map.of(),
                ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS);
    }
}
