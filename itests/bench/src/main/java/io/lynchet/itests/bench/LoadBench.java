// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench;

import io.lynchet.itests.bench.load.LoadResult;
import io.lynchet.itests.bench.load.LoadRun;
import io.lynchet.itests.bench.load.LoadSpec;
import io.lynchet.itests.bench.load.Target;
import io.lynchet.itests.bench.option.Options;
import io.lynchet.itests.bench.option.Scenario;
import io.lynchet.itests.bench.option.UsageException;
import io.lynchet.itests.bench.report.Lane;
import io.lynchet.itests.bench.server.BenchException;
import io.lynchet.itests.bench.server.Server;
import io.lynchet.itests.bench.workload.Seeder;
import io.lynchet.itests.bench.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs scenarios on one server, or on two in turn. The rounds go over all lanes (A B A B ...), so that a slow moment of
 * the machine meets both; figures of different runs are not comparable on a shared machine, ratios within one run are.
 */
final class LoadBench {

    private final Options options;
    private final PrintStream out;

    LoadBench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    List<Lane> run() throws UsageException, BenchException, InterruptedException {
        List<Lane> lanes = lanes();
        for (int round = 1; round <= options.rounds(); round++) {
            for (Lane lane : lanes) {
                LoadResult result = measure(lane);
                lane.rounds().add(result);
                out.printf(Locale.ROOT, "%-9s %s  %s%n", lane.scenario().wireName(), lane.target(), result.describe());
            }
        }
        return lanes;
    }

    private LoadResult measure(Lane lane) throws UsageException, BenchException, InterruptedException {
        LoadSpec.Shape shape = new LoadSpec.Shape(options.connections(), options.threads(), options.rate());
        LoadSpec.Timing timing = new LoadSpec.Timing(options.warmup(), options.measured(), options.timeout());
        try {
            return LoadRun.run(new LoadSpec(lane.target(), shape, timing), lane.deck());
        } catch (IOException e) {
            throw new BenchException(69, e.getMessage());
        }
    }

    private List<Lane> lanes() throws UsageException, BenchException, InterruptedException {
        List<Workload> workloads = new ArrayList<>();
        for (Target target : options.targets()) {
            workloads.add(workload(target));
        }
        List<Lane> lanes = new ArrayList<>();
        for (Scenario scenario : options.scenarios()) {
            for (int i = 0; i < workloads.size(); i++) {
                Target target = options.targets().get(i);
                Lane lane =
                        new Lane(scenario, target, workloads.get(i).deck(scenario, target, token(scenario, target)));
                tryOnce(lane);
                lanes.add(lane);
            }
        }
        return lanes;
    }

    private Optional<String> token(Scenario scenario, Target target) throws BenchException, InterruptedException {
        return scenario == Scenario.GET_SIGNED_IN
                ? Optional.of(new Server(target, Optional.empty()).guestToken())
                : options.token();
    }

    private Workload workload(Target target) throws UsageException, BenchException, InterruptedException {
        boolean reads = options.scenarios().stream().anyMatch(Scenario::seeded);
        if (!reads) {
            return new Workload(options.entity(), new Seeder.Seeded(List.of(), List.of()));
        }
        Server server = new Server(target, options.seedToken());
        return new Workload(options.entity(), new Seeder(server, options.entity(), options.rows()).seed());
    }

    /** Half a second of load on one connection, so that a scenario that can't work says so before the long run. */
    private void tryOnce(Lane lane) throws UsageException, BenchException, InterruptedException {
        LoadSpec.Timing brief =
                new LoadSpec.Timing(java.time.Duration.ZERO, java.time.Duration.ofMillis(100), options.timeout());
        LoadSpec spec = new LoadSpec(lane.target(), LoadSpec.Shape.closedLoop(1), brief);
        try {
            LoadResult result = LoadRun.run(spec, lane.deck());
            if (result.failed() > 0 || result.answered() == 0) {
                throw new BenchException(
                        1,
                        lane.scenario().wireName() + " does not work on " + lane.target() + ": "
                                + (result.failed() > 0 ? result.firstFailure() : "no answer"));
            }
        } catch (IOException e) {
            throw new BenchException(69, e.getMessage());
        }
    }
}
