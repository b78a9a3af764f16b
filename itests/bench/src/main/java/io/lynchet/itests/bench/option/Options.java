// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.option;

import io.lynchet.itests.bench.load.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command line, read and checked. */
public final class Options {

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("--url", "http://127.0.0.1:4321"),
            Map.entry("--scenario", ""),
            Map.entry("--connections", "64"),
            Map.entry("--threads", "1"),
            Map.entry("--seconds", "10"),
            Map.entry("--warmup-seconds", "3"),
            Map.entry("--timeout-seconds", "10"),
            Map.entry("--rate", "0"),
            Map.entry("--rounds", ""),
            Map.entry("--entity", "Todo"),
            Map.entry("--token", ""),
            Map.entry("--seed-token", ""),
            Map.entry("--rows", "10000"),
            Map.entry("--report", ""),
            Map.entry("--idle-seconds", "5"),
            Map.entry("--sockets", "1000"),
            Map.entry("--subscriptions", "1000"),
            Map.entry("--touched", "1000"),
            Map.entry("--fresh", ""));

    private final Map<String, String> values = new HashMap<>(DEFAULTS);
    private final List<String> command = new ArrayList<>();
    private final List<String> compared = new ArrayList<>();

    private Options() {}

    public static Options parse(List<String> args) throws UsageException {
        Options options = new Options();
        Deque<String> rest = new ArrayDeque<>(args);
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.equals("--")) {
                options.command.addAll(rest);
                rest.clear();
            } else if (name.equals("--compare")) {
                options.compared.add(value(name, rest));
                options.compared.add(value(name, rest));
            } else if (DEFAULTS.containsKey(name)) {
                options.values.put(name, value(name, rest));
            } else {
                throw new UsageException("unknown option '" + name + "'");
            }
        }
        options.check();
        return options;
    }

    /** Every option that takes one value. */
    public static Set<String> names() {
        return DEFAULTS.keySet();
    }

    private static String value(String name, Deque<String> rest) throws UsageException {
        if (rest.isEmpty() || rest.peek().startsWith("--")) {
            throw new UsageException(name + " needs " + (name.equals("--compare") ? "two addresses" : "a value"));
        }
        return rest.pop();
    }

    private void check() throws UsageException {
        List<Scenario> scenarios = scenarios();
        Scenario first = scenarios.get(0);
        if (scenarios.stream().anyMatch(Scenario::startsServer)) {
            if (scenarios.size() > 1 || command.isEmpty()) {
                throw new UsageException(
                        "--scenario " + first.wireName() + " stands alone and needs the server's command after --");
            }
        } else if (!command.isEmpty()) {
            throw new UsageException("a command after -- is only for the scenarios start, fanout and idle-sockets");
        }
        boolean reads = scenarios.stream().anyMatch(Scenario::seeded);
        if (reads && rows() < 20) {
            throw new UsageException("--rows must be at least 20 for scenarios that read");
        }
        targets();
        rounds();
        rate();
        connections();
        threads();
        measured();
        warmup();
        timeout();
        idle();
        if (first == Scenario.FANOUT || first == Scenario.IDLE_SOCKETS) {
            SocketOptions.of(this);
        }
    }

    public List<Scenario> scenarios() throws UsageException {
        String names = values.get("--scenario");
        if (names.isEmpty()) {
            throw new UsageException("--scenario is missing");
        }
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            scenarios.add(Scenario.of(name));
        }
        return scenarios;
    }

    /** One server, or the two to compare. */
    public List<Target> targets() throws UsageException {
        List<String> urls = compared.isEmpty() ? List.of(values.get("--url")) : compared;
        List<Target> targets = new ArrayList<>();
        for (String url : urls) {
            try {
                targets.add(Target.parse(url));
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage());
            }
        }
        return targets;
    }

    public boolean comparing() {
        return !compared.isEmpty();
    }

    public int rounds() throws UsageException {
        if (!values.get("--rounds").isEmpty()) {
            return whole("--rounds", 1, 1000);
        }
        return comparing() || !command.isEmpty() ? 3 : 1;
    }

    public int connections() throws UsageException {
        return whole("--connections", 1, 20_000);
    }

    public int threads() throws UsageException {
        return whole("--threads", 1, connections());
    }

    public double rate() throws UsageException {
        return whole("--rate", 0, 10_000_000);
    }

    public int rows() throws UsageException {
        return whole("--rows", 0, 100_000_000);
    }

    public Duration measured() throws UsageException {
        return seconds("--seconds", 0.1);
    }

    public Duration warmup() throws UsageException {
        return seconds("--warmup-seconds", 0);
    }

    public Duration timeout() throws UsageException {
        return seconds("--timeout-seconds", 0.001);
    }

    public Duration idle() throws UsageException {
        return seconds("--idle-seconds", 0);
    }

    public String entity() {
        return values.get("--entity");
    }

    /** The token of the load's requests; absent means that they are anonymous. */
    public Optional<String> token() {
        return nonEmpty("--token");
    }

    /** The token of the seeding requests; the load's token unless given. */
    public Optional<String> seedToken() {
        return nonEmpty("--seed-token").or(this::token);
    }

    public Optional<Path> report() {
        return nonEmpty("--report").map(Path::of);
    }

    /** A directory to delete before each cold start. */
    public Optional<Path> fresh() {
        return nonEmpty("--fresh").map(Path::of);
    }

    public List<String> command() {
        return command;
    }

    private Optional<String> nonEmpty(String name) {
        return Optional.of(values.get(name)).filter(v -> !v.isEmpty());
    }

    /** What was given, or the default. */
    String value(String name) {
        return values.get(name);
    }

    int whole(String name, int min, int max) throws UsageException {
        return whole(name, values.get(name), min, max);
    }

    static int whole(String name, String text, int min, int max) throws UsageException {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " needs a whole number, was '" + text + "'");
        }
        throw new UsageException(name + " must be " + min + " to " + max + ", was " + text);
    }

    private Duration seconds(String name, double min) throws UsageException {
        try {
            double value = Double.parseDouble(values.get(name));
            if (value >= min && value <= 86_400) {
                return Duration.ofNanos((long) (value * 1e9));
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " needs a number of seconds, was '" + values.get(name) + "'");
        }
        throw new UsageException(name + " must be " + min + " to 86400, was " + values.get(name));
    }
}
