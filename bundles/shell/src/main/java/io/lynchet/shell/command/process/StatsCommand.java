// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.CommandSyntax;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.ShellServices;
import io.lynchet.shell.cli.TextTable;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;

/** {@code stats}: shows the metrics of the process. */
public final class StatsCommand implements Command {
    private static final double MILLIS = 1_000.0;

    @Override
    public String name() {
        return "stats";
    }

    @Override
    public String summary() {
        return "Shows requests, times, queues and memory";
    }

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.of(name())
                .flag("--all", "show each metric by its labels")
                .json();
    }

    @Override
    public String guide() {
        return """
                Each figure is the sum of a metric over its labels since the start; --all shows
                each label. A time shows the count, the mean, and the time below which 99 of 100
                were. The same metrics for Prometheus are at /metrics.

                  stats
                  stats --all --json
                """;
    }

    @Override
    public void run(Arguments arguments, Output out, ShellServices services) {
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
        TextTable table = new TextTable().text("FIGURE").number("VALUE").text("MEANING");
        lines.forEach(line -> table.row(line.name(), line.shown(), line.help()));
        out.table(table);
    }

    /** Adds the metrics of every process, in case that no part reports them. */
    private static void process(MetricSink sink) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        Map<String, String> area = Map.of("area", "heap");
        sink.gauge("jvm_memory_used_bytes", "Used bytes.", area, (double) heap.getUsed());
        sink.gauge("jvm_memory_max_bytes", "Most bytes, -1 for no limit.", area, (double) heap.getMax());
        sink.gauge(
                "jvm_threads_current",
                "Platform threads.",
                Map.of(),
                ManagementFactory.getThreadMXBean().getThreadCount());
        sink.gauge(
                "lynchet_uptime_seconds",
                "Seconds since the start.",
                Map.of(),
                ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS);
    }
}
