// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.option.Options;
import io.lynchet.itests.bench.option.Scenario;
import io.lynchet.itests.bench.report.Json;
import io.lynchet.itests.bench.report.Lane;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BenchTest {

    private static final List<String> BRIEF =
            List.of("--seconds", "0.2", "--warmup-seconds", "0", "--connections", "2", "--rows", "60");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path dir;

    private int bench(List<String> more, String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(more);
        return new Bench(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(all);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void help_namesEveryScenarioAndOption() throws Exception {
        assertThat(bench(List.of(), "--help")).isZero();
        for (Scenario s : Scenario.values()) {
            assertThat(out()).contains(s.wireName());
        }
        for (String option : Options.names()) {
            assertThat(out()).contains(option);
        }
        assertThat(bench(List.of())).isEqualTo(64);
    }

    @Test
    void run_allScenarios_seedsOnceAndWritesAReport() throws Exception {
        try (WireServer server = new WireServer(true)) {
            Path report = dir.resolve("report.json");
            String scenarios = "get,query,list,mixed,insert";
            assertThat(bench(BRIEF, "--scenario", scenarios, "--url", server.url(), "--report", report.toString()))
                    .as(err())
                    .isZero();
            assertThat(server.owners().subList(0, 60)).allMatch(o -> o.startsWith("s60-"));
            assertThat(server.owners().subList(60, server.owners().size())).allMatch(o -> o.startsWith("u"));
            assertThat(server.transacts).hasValue(1);
            assertThat(Files.readString(report))
                    .contains("\"scenario\": \"mixed\"", "\"mode\": \"closed\"", "\"p999\"", "\"failed\": 0");
            assertThat(out()).contains("ratio get / insert = ");

            assertThat(bench(BRIEF, "--scenario", "get", "--url", server.url())).isZero();
            assertThat(server.transacts).hasValue(1);
        }
    }

    @Test
    void seed_withoutTheRightToTransact_insertsOneByOne() throws Exception {
        try (WireServer server = new WireServer(false)) {
            assertThat(bench(BRIEF, "--scenario", "get", "--url", server.url()))
                    .as(err())
                    .isZero();
            assertThat(server.owners()).hasSize(60);
            assertThat(server.transacts).hasValue(1);
        }
    }

    @Test
    void seed_foundIncomplete_isRefused() throws Exception {
        try (WireServer server = new WireServer(true)) {
            server.owners().add("s60-2");
            assertThat(bench(BRIEF, "--scenario", "get", "--url", server.url())).isEqualTo(1);
            assertThat(err()).contains("expected 20 rows of owner s60-0").contains("new data directory");
        }
    }

    @Test
    void compare_alternatesAndPrintsOneRatioForEachScenario() throws Exception {
        try (WireServer a = new WireServer(true);
                WireServer b = new WireServer(true)) {
            assertThat(bench(BRIEF, "--compare", a.url(), b.url(), "--scenario", "get,insert", "--rounds", "2"))
                    .as(err())
                    .isZero();
            assertThat(out()).contains("medians of 2 rounds");
            assertThat(out().lines().filter(l -> l.startsWith("ratio "))).hasSize(2);
            List<String> order = out().lines()
                    .limit(8)
                    .map(l -> l.split("\\s+")[0] + (l.contains(a.url()) ? "A" : "B"))
                    .toList();
            assertThat(order)
                    .containsExactly("getA", "getB", "insertA", "insertB", "getA", "getB", "insertA", "insertB");
        }
    }

    @Test
    void run_withAnAnswerOtherThan2xx_says_soAndExitsWith1() throws Exception {
        try (WireServer server = new WireServer(true)) {
            server.answerInsertsWith(403);
            assertThat(bench(BRIEF, "--scenario", "insert", "--url", server.url()))
                    .isEqualTo(1);
            assertThat(err())
                    .contains("insert does not work on " + server.url())
                    .contains("403 {\"id\":\"1\"}");
        }
    }

    @Test
    void run_withoutAServer_exitsWith69() throws Exception {
        assertThat(bench(BRIEF, "--scenario", "insert", "--url", "http://127.0.0.1:1"))
                .isEqualTo(69);
        assertThat(bench(BRIEF, "--scenario", "get", "--url", "http://127.0.0.1:1"))
                .isEqualTo(69);
        assertThat(err().lines()).hasSize(2).allMatch(l -> l.contains("is the server running?"));
    }

    @Test
    void wrongCommandLines_exitWith64_andSayWhy() throws Exception {
        refused("unknown option '--urll'", "--urll", "x");
        refused("--scenario is missing", "--seconds", "1");
        refused("unknown scenario 'gett'", "--scenario", "gett");
        refused("--connections must be 1 to 20000", "--scenario", "get", "--connections", "0");
        refused("--rate needs a whole number", "--scenario", "get", "--rate", "fast");
        refused("--seconds needs a number", "--scenario", "get", "--seconds", "x");
        refused("only http:// addresses", "--scenario", "get", "--url", "https://x");
        refused("--compare needs two addresses", "--scenario", "get", "--compare", "http://a");
        refused("needs the server's command after --", "--scenario", "start");
        refused("only for the scenarios start, fanout", "--scenario", "get", "--", "ls");
        refused("needs the server's command after --", "--scenario", "fanout", "--rate", "1");
        refused("--scenario fanout needs --rate", "--scenario", "fanout", "--", "ls");
        refused(
                "--subscriptions must be a multiple of --touched, was 10",
                "--scenario",
                "fanout",
                "--rate",
                "1",
                "--subscriptions",
                "10",
                "--",
                "ls");
        refused("--sockets must be 1 to 50000", "--scenario", "idle-sockets", "--sockets", "0", "--", "ls");
        refused("--rows must be at least 20", "--scenario", "get", "--rows", "5");
        refused("--token needs a value", "--scenario", "get", "--token");
    }

    private void refused(String message, String... args) throws Exception {
        err.reset();
        assertThat(bench(List.of(), args)).isEqualTo(64);
        assertThat(err()).contains(message);
    }

    @Test
    void start_measuresColdAndWarm_andEmptiesTheDirectoryBeforeColdOnly() throws Exception {
        Path fresh = Files.createDirectory(dir.resolve("fresh"));
        Files.writeString(fresh.resolve("old"), "x");
        Path report = dir.resolve("start.json");
        String[] args = {
            "--scenario",
            "start",
            "--rounds",
            "1",
            "--idle-seconds",
            "0",
            "--fresh",
            fresh.toString(),
            "--report",
            report.toString(),
            "--",
            java(),
            "-cp",
            System.getProperty("java.class.path"),
            StandIn.class.getName()
        };
        assertThat(bench(List.of(), args)).as(err()).isZero();
        assertThat(fresh).doesNotExist();
        assertThat(out()).containsPattern("median of 1 cold\\s+ready line \\d+ ms, first 200 \\d+ ms");
        assertThat(out()).containsPattern("median of 1 warm.*idle [1-9]\\d* MB");
        assertThat(Files.readString(report)).contains("\"cold\"", "\"idleKilobytes\"");
    }

    @Test
    void start_ofAServerThatEnds_showsItsLastWords() throws Exception {
        String[] args = {
            "--scenario",
            "start",
            "--rounds",
            "1",
            "--idle-seconds",
            "0",
            "--",
            java(),
            "-cp",
            System.getProperty("java.class.path"),
            StandIn.class.getName(),
            "fail"
        };
        assertThat(bench(List.of(), args)).isEqualTo(1);
        assertThat(err()).contains("the server ended with 3").contains("no such app");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Test
    void disk_printsSyncLatencies() throws Exception {
        assertThat(bench(List.of(), "disk", dir.toString())).isZero();
        assertThat(out()).containsPattern("append and sync, microseconds p50 \\d+ p99 \\d+");
    }

    @Test
    void json_escapesAndTrims() {
        assertThat(Json.write(List.of("a\"\\\n", 1.5, 2.0, 3L, true)))
                .isEqualTo("[\n  \"a\\\"\\\\\\u000a\",\n  1.5,\n  2,\n  3,\n  true\n]\n");
    }

    @Test
    void median_ofAnEvenNumber_isTheMeanOfTheMiddle() {
        assertThat(Lane.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
        assertThat(Lane.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
    }
}
