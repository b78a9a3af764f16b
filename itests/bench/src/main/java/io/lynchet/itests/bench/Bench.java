// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench;

import io.lynchet.itests.bench.fanout.FanoutBench;
import io.lynchet.itests.bench.option.Options;
import io.lynchet.itests.bench.option.SocketOptions;
import io.lynchet.itests.bench.option.UsageException;
import io.lynchet.itests.bench.report.Fanout;
import io.lynchet.itests.bench.report.Lane;
import io.lynchet.itests.bench.report.Report;
import io.lynchet.itests.bench.report.Summary;
import io.lynchet.itests.bench.server.BenchException;
import io.lynchet.itests.bench.server.DiskProbe;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line. Exit codes: 0 every request was answered with 2xx, 1 something failed, 64 usage, 69 the server
 * can't be reached.
 */
public final class Bench {

    private final PrintStream out;
    private final PrintStream err;

    Bench(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs and exits. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("jmh")) {
            jmh(new ArrayList<>(List.of(args).subList(1, args.length)));
            return;
        }
        System.exit(new Bench(System.out, System.err).run(List.of(args)));
    }

    /** JMH goes on after a benchmark that throws and exits with 0, unless told otherwise. */
    private static void jmh(List<String> args) throws IOException {
        if (!args.contains("-foe")) {
            args.addAll(List.of("-foe", "true"));
        }
        org.openjdk.jmh.Main.main(args.toArray(new String[0]));
    }

    int run(List<String> args) throws InterruptedException {
        if (args.isEmpty()
                || args.contains("--help")
                || args.contains("-h")
                || args.get(0).equals("help")) {
            out.print(help());
            return args.isEmpty() ? 64 : 0;
        }
        try {
            if (args.get(0).equals("disk")) {
                return disk(args);
            }
            Options options = Options.parse(args);
            return switch (options.scenarios().get(0)) {
                case START -> start(options);
                case FANOUT -> fanout(options);
                case IDLE_SOCKETS -> idleSockets(options);
                default -> load(options);
            };
        } catch (UsageException e) {
            err.println("lynchet-bench: " + e.getMessage() + " (--help tells more)");
            return 64;
        } catch (BenchException e) {
            err.println("lynchet-bench: " + e.getMessage());
            return e.exitCode();
        }
    }

    private int load(Options options) throws UsageException, BenchException, InterruptedException {
        List<Lane> lanes = new LoadBench(options, out).run();
        new Summary(lanes, options.comparing()).print(out);
        if (options.report().isPresent()) {
            new Report().load(options, lanes).write(options.report().get());
        }
        return lanes.stream().allMatch(l -> l.failed() == 0) ? 0 : 1;
    }

    private int start(Options options) throws UsageException, BenchException, InterruptedException {
        StartBench.Outcome outcome = new StartBench(options, out).run();
        if (options.report().isPresent()) {
            new Report().put("start", outcome.json()).write(options.report().get());
        }
        return 0;
    }

    private int fanout(Options options) throws UsageException, BenchException, InterruptedException {
        List<Fanout> rounds = new FanoutBench(SocketOptions.of(options), out).run();
        if (options.report().isPresent()) {
            new Report()
                    .put("fanout", rounds.stream().map(Fanout::json).toList())
                    .write(options.report().get());
        }
        return rounds.stream().allMatch(Fanout::whole) ? 0 : 1;
    }

    private int idleSockets(Options options) throws UsageException, BenchException, InterruptedException {
        Map<String, Object> measured = new IdleSocketsBench(SocketOptions.of(options), out).run();
        if (options.report().isPresent()) {
            new Report().put("idleSockets", measured).write(options.report().get());
        }
        return 0;
    }

    private int disk(List<String> args) throws BenchException, UsageException {
        if (args.size() != 2) {
            throw new UsageException("disk needs one directory");
        }
        try {
            out.print(new DiskProbe(Path.of(args.get(1))).run());
            return 0;
        } catch (IOException e) {
            throw new BenchException(1, "can't measure " + args.get(1) + ": " + e);
        }
    }

    private static String help() {
        try (InputStream in = Bench.class.getResourceAsStream("help.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
