// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.report;

import io.lynchet.itests.bench.load.LoadResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table at the end of a run with several lanes: medians of the rounds, and ratios. */
public final class Summary {

    /** Throughput of one lane divided by that of another, medians of the same run. */
    record Ratio(Lane of, Lane to, double value) {

        String label(boolean comparing) {
            String left = of.scenario().wireName();
            return comparing
                    ? left + " " + of.target() + " / " + to.target()
                    : left + " / " + to.scenario().wireName();
        }
    }

    private final List<Lane> lanes;
    private final boolean comparing;

    public Summary(List<Lane> lanes, boolean comparing) {
        this.lanes = lanes;
        this.comparing = comparing;
    }

    /** A to B for each scenario when two servers are compared; else each scenario to the last one named. */
    List<Ratio> ratios() {
        List<Ratio> ratios = new ArrayList<>();
        if (comparing) {
            for (int i = 0; i + 1 < lanes.size(); i += 2) {
                ratios.add(ratio(lanes.get(i), lanes.get(i + 1)));
            }
        } else {
            for (int i = 0; i + 1 < lanes.size(); i++) {
                ratios.add(ratio(lanes.get(i), lanes.get(lanes.size() - 1)));
            }
        }
        return ratios;
    }

    private static Ratio ratio(Lane of, Lane to) {
        return new Ratio(of, to, to.medianPerSecond() == 0 ? 0 : of.medianPerSecond() / to.medianPerSecond());
    }

    public void print(PrintStream out) {
        if (lanes.size() == 1 && lanes.get(0).rounds().size() == 1) {
            printKinds(out, lanes.get(0).rounds().get(0));
            return;
        }
        int rounds = lanes.get(0).rounds().size();
        out.printf("%n%s%n", rounds == 1 ? "one round" : "medians of " + rounds + " rounds");
        out.printf("%-9s %-30s %10s %9s %9s %7s%n", "scenario", "server", "per s", "p50 ms", "p99 ms", "failed");
        for (Lane lane : lanes) {
            out.printf(
                    Locale.ROOT,
                    "%-9s %-30s %,10.0f %9.2f %9.2f %7d%n",
                    lane.scenario().wireName(),
                    lane.target(),
                    lane.medianPerSecond(),
                    lane.median(r -> r.latencies().percentiles().p50() / 1e3),
                    lane.median(r -> r.latencies().percentiles().p99() / 1e3),
                    lane.failed());
        }
        for (Ratio ratio : ratios()) {
            out.printf(Locale.ROOT, "ratio %s = %.2f%n", ratio.label(comparing), ratio.value());
        }
    }

    private static void printKinds(PrintStream out, LoadResult result) {
        out.printf(Locale.ROOT, "generator used %.2f cores; %,d bytes in%n", result.generatorCores(), result.bytes());
        if (result.byKind().size() < 2) {
            return;
        }
        result.byKind()
                .forEach((kind, l) -> out.printf(
                        Locale.ROOT,
                        "  %-8s %,10d  ms p50 %.2f p99 %.2f max %.2f%n",
                        kind,
                        l.count(),
                        l.percentiles().p50() / 1e3,
                        l.percentiles().p99() / 1e3,
                        l.max() / 1e3));
    }
}
