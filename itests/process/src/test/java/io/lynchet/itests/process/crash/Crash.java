// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Rounds;
import io.lynchet.testkit.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of {@code crash-points.txt}.
 *
 * @param state {@code old} or {@code new}
 * @param goingOn what the process was about
 */
record Crash(String work, String state, String goingOn, String point) {
    private static final Logger LOG = LoggerFactory.getLogger(Crash.class);

    /** A process that starts is busy for seconds; more at a time would only wait for each other. */
    private static final int AT_A_TIME = 2;

    /** What is done at one point, in a folder of its own. */
    @FunctionalInterface
    interface Drill {
        void run(Crash crash, Path folder) throws Exception;
    }

    static List<Crash> all() throws IOException {
        try (InputStream in = Crash.class.getResourceAsStream("/crash-points.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*\\|\\s*", -1))
                    .map(words -> new Crash(words[0], words[1], words[2], words[3]))
                    .toList();
        }
    }

    /**
     * Of a work, those of which each build tries one: on both sides of the moment from which on the new state is there.
     */
    static List<Crash> atTheTurn(String work) throws IOException {
        List<Crash> all = of(work);
        int turn = 0;
        while (turn < all.size() && all.get(turn).state().equals("old")) {
            turn++;
        }
        return all.subList(turn - 1, Math.min(all.size(), turn + 1));
    }

    private static List<Crash> of(String work) throws IOException {
        return all().stream().filter(crash -> crash.work().equals(work)).toList();
    }

    /**
     * Tries a point of a work, by chance, and five times all of them in the long rounds. All are tried, also after one
     * that failed.
     */
    static void each(String work, Path folder, Drill drill) throws Exception {
        int rounds = (Rounds.of(1) + 1) / 2;
        if (rounds == 1) {
            List<Crash> turn = atTheTurn(work);
            Seeds.forEach(1, random -> go(work, rounds, List.of(turn.get(random.nextInt(turn.size()))), folder, drill));
        } else {
            go(work, rounds, of(work), folder, drill);
        }
    }

    private static void go(String work, int rounds, List<Crash> crashes, Path folder, Drill drill) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        List<Future<?>> tried = new ArrayList<>();
        long begun = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            for (Crash crash : crashes) {
                Path own = Files.createTempDirectory(folder, "k");
                tried.add(threads.submit(() -> crash.run(own, drill)));
            }
        }
        threads.shutdown();
        AssertionError failed = new AssertionError("points of " + work + " that failed");
        for (Future<?> one : tried) {
            try {
                one.get(10, TimeUnit.MINUTES);
            } catch (java.util.concurrent.ExecutionException e) {
                failed.addSuppressed(e.getCause());
            }
        }
        LOG.info(
                "{}: {} of {} kills passed, in {} s",
                work,
                tried.size() - failed.getSuppressed().length,
                tried.size(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
        assertThat(tried).as("kills").isNotEmpty();
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }

    /** What makes a JVM die at the point. */
    List<String> options(Path agent) {
        return List.of("-javaagent:" + agent + "=" + point);
    }

    private void run(Path own, Drill drill) {
        try {
            drill.run(this, own);
            CrashApp.remove(own);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(this + " in " + own + ": " + e.getMessage(), e);
        }
    }
}
