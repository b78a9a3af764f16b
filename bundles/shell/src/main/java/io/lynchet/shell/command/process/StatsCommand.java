// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.metrics.MetricSource;
import io.lynchet.json.JsonWriter;
import io.lynchet.shell.cli.Arguments;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Output;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.cli.Syntax;
import io.lynchet.shell.cli.Table;
import java.util.List;

/** {@code stats}: the figures of the process. */
public final class StatsCommand implements Command {
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
        List<MetricSummary.Line> lines = summary.lines();
        if (lines.isEmpty()) {
            out.note("No part of this process reports figures.");
            return;
        }
        if (arguments.json()) {
            lines.forEach(line -> out.json(line.writeTo(new JsonWriter())));
            return;
        }
        Table table = new Table().text("FIGURE").number("VALUE").text("MEANING");
        lines.forEach(line -> table.row(line.name(), line.shown(), line.help()));
        out.table(table);
    }
}
