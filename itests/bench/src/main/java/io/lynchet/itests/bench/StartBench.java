// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench;

import io.lynchet.itests.bench.load.Target;
import io.lynchet.itests.bench.option.Options;
import io.lynchet.itests.bench.option.UsageException;
import io.lynchet.itests.bench.report.Lane;
import io.lynchet.itests.bench.server.BenchException;
import io.lynchet.itests.bench.server.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Starts a server several times and measures the time until it serves, and its memory when idle. With a directory to
 * make fresh, the first half of the starts is cold (the directory is deleted before each); all others are warm.
 */
final class StartBench {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** One start. {@code readyMillis} is negative if the server prints no ready line. */
    record Start(boolean cold, double readyMillis, double firstAnswerMillis, long idleKilobytes, double stopMillis) {}

    /** All starts. */
    record Outcome(List<Start> starts) {

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            for (boolean cold : new boolean[] {true, false}) {
                Map<String, Object> medians = new LinkedHashMap<>();
                medians.put("count", of(cold).size());
                medians.put("readyMillis", median(cold, Start::readyMillis));
                medians.put("firstAnswerMillis", median(cold, Start::firstAnswerMillis));
                medians.put("idleKilobytes", median(cold, Start::idleKilobytes));
                medians.put("stopMillis", median(cold, Start::stopMillis));
                json.put(cold ? "cold" : "warm", medians);
            }
            return json;
        }

        private List<Start> of(boolean cold) {
            return starts.stream().filter(s -> s.cold() == cold).toList();
        }

        double median(boolean cold, ToDoubleFunction<Start> figure) {
            return Lane.median(of(cold).stream().map(figure::applyAsDouble).toList());
        }
    }

    private final Options options;
    private final PrintStream out;

    StartBench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    Outcome run() throws UsageException, BenchException, InterruptedException {
        List<Start> starts = new ArrayList<>();
        int rounds = options.rounds();
        for (int round = 0; round < 2 * rounds; round++) {
            boolean cold = round < rounds;
            if (cold && options.fresh().isEmpty()) {
                continue;
            }
            if (cold) {
                delete(options.fresh().get());
            }
            starts.add(once(cold));
        }
        Outcome outcome = new Outcome(starts);
        print(outcome);
        return outcome;
    }

    private Start once(boolean cold) throws UsageException, BenchException, InterruptedException {
        Target target = options.targets().get(0);
        try (ServerProcess server = new ServerProcess(options.command())) {
            double firstAnswer = server.awaitFirstAnswer(target, LIMIT_NANOS);
            LockSupport.parkNanos(options.idle().toNanos());
            long resident = server.residentKilobytes();
            Start start = new Start(cold, server.readyMillis(), firstAnswer, resident, server.stop());
            out.println(describe(cold ? "cold" : "warm", start));
            return start;
        } catch (IOException e) {
            throw new BenchException(1, "can't start the server: " + e.getMessage());
        }
    }

    private void print(Outcome outcome) {
        for (boolean cold : new boolean[] {true, false}) {
            if (!outcome.of(cold).isEmpty()) {
                Start medians = new Start(
                        cold,
                        outcome.median(cold, Start::readyMillis),
                        outcome.median(cold, Start::firstAnswerMillis),
                        (long) outcome.median(cold, Start::idleKilobytes),
                        outcome.median(cold, Start::stopMillis));
                out.println(describe("median of " + outcome.of(cold).size() + (cold ? " cold" : " warm"), medians));
            }
        }
    }

    private static String describe(String label, Start s) {
        return String.format(
                Locale.ROOT,
                "%-16s ready line %s, first 200 %.0f ms, resident when idle %.0f MB, stop %.0f ms",
                label,
                s.readyMillis() < 0 ? "none" : String.format(Locale.ROOT, "%.0f ms", s.readyMillis()),
                s.firstAnswerMillis(),
                s.idleKilobytes() / 1024.0,
                s.stopMillis());
    }

    private static void delete(Path directory) throws BenchException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path p : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        } catch (IOException e) {
            throw new BenchException(1, "can't empty " + directory + ": " + e.getMessage());
        }
    }
}
