// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.fanout;

import io.lynchet.itests.bench.load.Target;
import io.lynchet.itests.bench.option.SocketOptions;
import io.lynchet.itests.bench.option.UsageException;
import io.lynchet.itests.bench.report.Fanout;
import io.lynchet.itests.bench.report.Lane;
import io.lynchet.itests.bench.server.BenchException;
import io.lynchet.itests.bench.server.Patience;
import io.lynchet.itests.bench.server.Server;
import io.lynchet.itests.bench.server.ServerProcess;
import io.lynchet.itests.bench.socket.SocketFarm;
import io.lynchet.itests.bench.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Sockets with live queries, and writes at a fixed rate of which each touches a given number of them. Several numbers
 * of queries are measured in turn, so that the cost of the queries that a write does not touch shows in the ratio.
 */
public final class FanoutBench {
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SocketOptions options;
    private final PrintStream out;

    public FanoutBench(SocketOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Every round of each number of subscriptions, in their order. */
    public List<Fanout> run() throws UsageException, BenchException, InterruptedException {
        try (ServerProcess server = new ServerProcess(options.all().command())) {
            server.awaitFirstAnswer(options.all().targets().get(0), START_LIMIT_NANOS);
            Target target = server.address(options.all().targets().get(0));
            List<String> rows = rows(new Server(target, options.all().seedToken()));
            List<Fanout> rounds = new ArrayList<>();
            for (int round = 0; round < options.all().rounds(); round++) {
                for (int subscriptions : options.subscriptions()) {
                    Fanout measured = measure(server, target, rows, subscriptions);
                    out.println("fanout    " + measured.describe());
                    rounds.add(measured);
                }
            }
            summarise(rounds);
            return rounds;
        } catch (IOException e) {
            throw new BenchException(69, "can't talk to the server: " + e.getMessage());
        }
    }

    /**
     * A row for each group of subscriptions, and some hundred at least: consecutive writes should not meet in a row.
     */
    private List<String> rows(Server server) throws UsageException, BenchException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < Math.max(options.groupsMax(), 200); i++) {
            ids.add(server.inserted("/api/entities/" + options.all().entity(), Workload.row("seeded", "none")));
        }
        return ids;
    }

    private Fanout measure(ServerProcess server, Target target, List<String> rows, int subscriptions)
            throws IOException, UsageException, BenchException, InterruptedException {
        int groups = subscriptions / options.touched();
        int warm = options.writes(options.all().warmup());
        int writes = warm + options.writes(options.all().measured());
        Deliveries deliveries = new Deliveries(writes, warm);
        try (SocketFarm farm = new SocketFarm(target.resolve("/"));
                UpdateLoad load = new UpdateLoad(target, options, deliveries)) {
            load.place(rows, groups);
            List<Subscriber> subscribers = open(farm, target, deliveries, subscriptions);
            load.send(0, warm);
            double before = server.processorMicros();
            load.send(warm, writes);
            awaitAll(subscribers, deliveries, writes, load);
            double cost = (server.processorMicros() - before) / (writes - warm);
            int each = options.touched();
            return new Fanout(
                    subscriptions,
                    writes - warm - load.failed(),
                    load.failed(),
                    deliveries.missing(writes, each),
                    deliveries.beyond(writes, each),
                    deliveries.latencies(),
                    cost);
        }
    }

    private List<Subscriber> open(SocketFarm farm, Target target, Deliveries deliveries, int subscriptions)
            throws UsageException, BenchException, InterruptedException {
        int groups = subscriptions / options.touched();
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < options.sockets(); i++) {
            List<String> frames = new ArrayList<>();
            for (int n = i; n < subscriptions; n += options.sockets()) {
                frames.add("{\"type\":\"subscribe\",\"id\":\"q" + n + "\",\"entity\":\""
                        + options.all().entity() + "\",\"where\":{\"owner\":\"" + UpdateLoad.group(n % groups)
                        + "\"}}");
            }
            Subscriber subscriber = new Subscriber(frames.toArray(String[]::new), deliveries);
            farm.open(options.opening(target, "/api/live", i), subscriber);
            subscribers.add(subscriber);
        }
        if (!Patience.until(
                PATIENCE, () -> failed(subscribers) || subscribers.stream().allMatch(Subscriber::ready))) {
            throw new BenchException(1, "not all live queries were answered within " + PATIENCE.toSeconds() + " s");
        }
        check(subscribers);
        return subscribers;
    }

    private void awaitAll(List<Subscriber> subscribers, Deliveries deliveries, int writes, UpdateLoad load)
            throws UsageException, BenchException, InterruptedException {
        load.awaitAnswers();
        int each = options.touched();
        // What has not come when this has passed is counted as missing.
        Patience.until(Duration.ofSeconds(10), () -> deliveries.missing(writes, each) == 0);
        check(subscribers);
    }

    private static boolean failed(List<Subscriber> subscribers) {
        return subscribers.stream().anyMatch(subscriber -> subscriber.problem() != null);
    }

    private static void check(List<Subscriber> subscribers) throws BenchException {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.problem() != null) {
                throw new BenchException(1, "a live query failed: " + subscriber.problem());
            }
        }
    }

    private void summarise(List<Fanout> rounds) {
        Map<Integer, List<Double>> costs = new TreeMap<>();
        Map<Integer, List<Double>> halves = new TreeMap<>();
        rounds.forEach(round -> {
            costs.computeIfAbsent(round.subscriptions(), n -> new ArrayList<>()).add(round.serverMicros());
            halves.computeIfAbsent(round.subscriptions(), n -> new ArrayList<>())
                    .add((double) round.latencies().percentiles().p50());
        });
        Map<String, Double> ratios = new LinkedHashMap<>();
        int least = costs.keySet().iterator().next();
        costs.keySet().stream().filter(n -> n != least).forEach(n -> {
            ratios.put("server time a write", Lane.median(costs.get(n)) / Lane.median(costs.get(least)));
            ratios.put("p50", Lane.median(halves.get(n)) / Lane.median(halves.get(least)));
            ratios.forEach((name, ratio) ->
                    out.printf(Locale.ROOT, "ratio     %s, %,d subscriptions to %,d: %.2f%n", name, n, least, ratio));
        });
    }
}
