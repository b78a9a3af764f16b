// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Listener;
import io.lynchet.api.http.TransportInfo;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.process.ProcessControl;
import io.lynchet.shell.Commands;
import io.lynchet.shell.ShellFixture;
import io.lynchet.shell.ShellFixture.Answer;
import io.lynchet.shell.cli.BundleFacts;
import io.lynchet.shell.cli.Command;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands about the process, run through the socket and Gogo. */
@Timeout(60)
class ProcessCommandsTest {
    private ShellFixture shell;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellFixture(8);
        shell.services.bundles.add(
                new BundleFacts(1, "active", "io.lynchet.data", "0.1.0", 3, "lynchet:io.lynchet.data"));
        shell.services.bundles.add(new BundleFacts(2, "resolved", "com.example.audit", "1.2.0", 5, "deploy:audit.jar"));
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private String out(String line) throws IOException {
        Answer answer = shell.run(line, 80);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out().lines())
                .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(80));
        return answer.out();
    }

    @Test
    void bundles_tellWhatWasDroppedIn() throws IOException {
        assertThat(out("bundles")).isEqualTo("""
                ID  STATE     BUNDLE             VERSION  LEVEL  FROM
                 1  active    io.lynchet.data    0.1.0        3  product
                 2  resolved  com.example.audit  1.2.0        5  drop-in
                """);
        assertThat(shell.run("bundles --drop-in --json").out())
                .isEqualTo("{\"id\":2,\"state\":\"resolved\",\"name\":\"com.example.audit\",\"version\":\"1.2.0\","
                        + "\"startLevel\":5,\"location\":\"deploy:audit.jar\",\"dropIn\":true}\n");
    }

    /** Nothing of a quarantined file is in the framework; a file that was rolled back has its old bundle there. */
    @Test
    void bundles_tellWhichDropInsDoNotRun_andWhy() throws IOException {
        shell.services.services.add(new Deployments() {
            private Deployment of(String file, Deployment.State state, String reason) {
                return new Deployment(file, file.replace(".jar", ""), "1.2.0", "ab12", state, reason, Instant.EPOCH);
            }

            @Override
            public List<Deployment> list() {
                return List.of(
                        of("a.jar", Deployment.State.QUARANTINED, "It needs com.example.log."),
                        of("b.jar", Deployment.State.PUT_BACK, "It is torn."),
                        of("c.jar", Deployment.State.ACTIVE, "It runs."));
            }

            @Override
            public List<String> why(String bundle) {
                return List.of();
            }
        });
        assertThat(out("bundles")).endsWith("""
                 2  resolved  com.example.audit  1.2.0        5  drop-in
                a.jar is quarantined. It needs com.example.log.
                b.jar is rolled back. It is torn.
                """);
        assertThat(shell.run("bundles --drop-in --json").out())
                .endsWith("\"dropIn\":true}\n"
                        + "{\"file\":\"a.jar\",\"state\":\"quarantined\",\"name\":\"a\",\"version\":\"1.2.0\","
                        + "\"dropIn\":true,\"reason\":\"It needs com.example.log.\"}\n"
                        + "{\"file\":\"b.jar\",\"state\":\"put_back\",\"name\":\"b\",\"version\":\"1.2.0\","
                        + "\"dropIn\":true,\"reason\":\"It is torn.\"}\n");
    }

    @Test
    void why_withoutDeployments_tellsTheState() throws IOException {
        assertThat(out("why com.example.audit")).isEqualTo("""
                com.example.audit 1.2.0 is resolved.
                The feature "deploy", which could explain it, is not running.
                """);
        assertThat(out("why 1")).startsWith("io.lynchet.data 0.1.0 is active.");
        assertThat(shell.run("why com.example.adit").err())
                .isEqualTo("NOT_FOUND: There is no bundle and no drop-in file com.example.adit"
                        + " (did you mean \"com.example.audit\"?). Use a symbolic name, an id or a file name.\n");
    }

    @Test
    void deployments_andWhy_askTheDeployBundle() throws IOException {
        assertThat(shell.run("deployments").err()).startsWith("UNAVAILABLE: The feature \"deploy\" is not available");
        shell.services.services.add(new Deployments() {
            @Override
            public List<Deployment> list() {
                return List.of(new Deployment(
                        "audit.jar",
                        "com.example.audit",
                        "1.2.0",
                        "ab12",
                        Deployment.State.QUARANTINED,
                        "It needs com.example.log, which no bundle provides.",
                        Instant.EPOCH));
            }

            @Override
            public List<String> why(String bundle) {
                return bundle.equals("nobody") ? List.of() : List.of(bundle + " misses com.example.log.");
            }
        });
        assertThat(out("deployments")).isEqualTo("""
                FILE       STATE        BUNDLE             VERSION
                audit.jar  quarantined  com.example.audit  1.2.0
                audit.jar: It needs com.example.log, which no bundle provides.
                """);
        assertThat(shell.run("deployments --json").out())
                .contains("\"state\":\"quarantined\"")
                .contains("\"since\":\"1970-01-01T00:00:00");
        assertThat(out("why audit.jar")).isEqualTo("audit.jar misses com.example.log.\n");
        assertThat(shell.run("why audit.jar --json").out())
                .isEqualTo("{\"bundle\":\"audit.jar\",\"why\":[\"audit.jar misses com.example.log.\"]}\n");
        Answer unknown = shell.run("why nobody");
        assertThat(unknown.code()).isNotZero();
        assertThat(unknown.err()).startsWith("NOT_FOUND: There is no bundle and no drop-in file nobody.");
    }

    @Test
    void features_tellWhichRun() throws IOException {
        shell.services.files.put("META-INF/lynchet/features", "kernel\nextra\n");
        shell.services.files.put("features/kernel.json", """
                {"description": "Rows.", "bundles": [{"id": "a:b:1", "symbolic-name": "io.lynchet.data"}]}""");
        shell.services.files.put("features/extra.json", """
                {"description": "More.", "bundles": [{"symbolic-name": "io.lynchet.data"},
                 {"symbolic-name": "com.example.audit"}]}""");
        assertThat(out("features")).isEqualTo("""
                FEATURE  STATE   BUNDLES  DESCRIPTION
                kernel   on          1/1  Rows.
                extra    partly      1/2  More.
                """);
        assertThat(shell.run("features --json").out()).contains("\"name\":\"kernel\",\"state\":\"on\"");
    }

    @Test
    void stats_addUpWhatDiffersInLabels() throws IOException {
        MetricSource source = sink -> {
            sink.counter("lynchet_http_requests_total", "Handled requests.", Map.of("status", "200"), 40);
            sink.counter("lynchet_http_requests_total", "Handled requests.", Map.of("status", "404"), 2);
            sink.gauge("jvm_memory_used_bytes", "Used bytes.", Map.of("area", "heap"), 3 * 1024 * 1024);
            sink.gauge("jvm_memory_used_bytes", "Used bytes.", Map.of("area", "nonheap"), 1024 * 1024);
            sink.histogram(
                    "lynchet_http_request_seconds",
                    "Time.",
                    Map.of(),
                    new double[] {0.001, 0.01},
                    new long[] {99, 1, 0},
                    0.05);
        };
        shell.services.services.add(source);
        assertThat(out("stats"))
                .containsPattern("lynchet_http_requests_total +42 +Handled requests.")
                .containsPattern("jvm_memory_used_bytes\\S* +3 MiB")
                .contains("100 x 0.50 ms, 99% < 1 ms");
        assertThat(shell.run("stats --all").out()).contains("lynchet_http_requests_total{status=404}");
        assertThat(shell.run("stats --json").out())
                .contains("{\"name\":\"lynchet_http_request_seconds\",\"count\":100,\"sum\":0.05,\"p99Below\":0.001}");
    }

    @Test
    void health_neededPartDown_fails() throws IOException {
        shell.services.services.add(check("store", true, Health.ok("open")));
        assertThat(out("health")).isEqualTo("PART   STATE  NEEDED  MESSAGE\nstore  ok     yes     open\n");
        shell.services.services.add(check("mail", false, Health.down("no server")));
        assertThat(out("health")).contains("mail   down   no      no server");
        shell.services.services.add(check("http", true, null));
        Answer answer = shell.run("health");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).isEqualTo("Not ready: 1 needed part is down.\n");
        assertThat(answer.out()).contains("The check failed: java.lang.IllegalStateException: no idea");
    }

    private static HealthCheck check(String name, boolean needed, Health health) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean needed() {
                return needed;
            }

            @Override
            public Health check() {
                if (health == null) {
                    throw new IllegalStateException("no idea");
                }
                return health;
            }
        };
    }

    @Test
    void config_hidesSecrets() throws IOException {
        shell.services.configurations.put(
                "io.lynchet.x", Map.of("port", 4321, "adminToken", "abc", "names", new String[] {"a", "b"}));
        assertThat(out("config"))
                .contains("4321")
                .contains("[a, b]")
                .contains("(hidden)")
                .doesNotContain("abc");
        assertThat(shell.run("config io.lynchet.x --json").out())
                .contains("\"names\":[\"a\",\"b\"]")
                .contains("\"port\":4321");
        assertThat(shell.run("config io.lynchet.y").err()).contains("have their defaults");
    }

    @Test
    void help_listsAndExplainsEveryCommand() throws IOException {
        String list = out("help");
        for (Command command : Commands.ALL) {
            assertThat(list).contains("\n" + command.name() + " ");
            String first = command.syntax().command();
            String help = out("help " + command.name());
            assertThat(help).contains("Usage: " + first).contains(command.summary());
            assertThat(out(command.name() + " --help")).isEqualTo(help);
            assertThat(command.guide()).isNotBlank();
        }
    }

    @Test
    void everyCommandWithRowsOrFacts_takesJson() {
        assertThat(Commands.ALL)
                .allSatisfy(command -> assertThat(command.syntax().options())
                        .anyMatch(option -> option.name().equals("--json")));
    }

    @Test
    void unknownCommand_getsASuggestion() throws IOException {
        Answer answer = shell.run("bundels");
        assertThat(answer)
                .isEqualTo(new Answer(
                        127, "", "There is no command bundels (did you mean \"bundles\"?); \"help\" lists them.\n"));
        assertThat(shell.run("xyzzy").err()).isEqualTo("There is no command xyzzy; \"help\" lists them.\n");
        assertThat(shell.run("help bundels").code()).isEqualTo(1);
    }

    @Test
    void config_hidesPasswordsInUrls() throws IOException {
        shell.services.configurations.put(
                "io.lynchet.store.postgres",
                Map.of("url", "postgres://app:s3cret%40x@db:5432/app?sslmode=require&sslpassword=s3cret2&a=b"));
        shell.services.configurations.put(
                "io.lynchet.other",
                Map.of("place", "https://example.org/a:b@c", "jdbc", "jdbc:x://h/d?password=s3cret3"));
        for (String line : List.of("config", "config --json")) {
            assertThat(shell.run(line).out())
                    .doesNotContain("s3cret")
                    .contains(
                            "postgres://app:(hidden)@db:5432/app?sslmode=require&sslpassword=(hidden)&a=b",
                            "https://example.org/a:b@c");
        }
    }

    /** Two transports, of which one serves. */
    private static final class FakeListener implements Listener {
        private String serving = "jetty";

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress(4321);
        }

        @Override
        public Optional<String> transport() {
            return Optional.of(serving);
        }

        @Override
        public List<TransportInfo> transports() {
            return List.of(
                    new TransportInfo("jetty", serving.equals("jetty"), 12, 3, 2),
                    new TransportInfo("netty", serving.equals("netty"), 0, 0, 0));
        }

        @Override
        public void use(String transport) {
            if (!transport.equals("netty")) {
                throw new LynchetException(ErrorCode.NOT_FOUND, "There is no transport " + transport);
            }
            serving = transport;
        }

        @Override
        public void drain(Duration atMost) {}
    }

    @Test
    void transport_showsWhoServes_andHasAnotherOneServe() throws IOException {
        shell.services.services.add(new FakeListener());
        assertThat(out("transport")).isEqualTo("""
                TRANSPORT  SERVES  CONNECTIONS  REQUESTS  CHANNELS
                jetty      yes              12         3         2
                netty                        0         0         0
                """);
        Answer used = shell.run("transport use netty", 80);
        assertThat(used.out()).isEqualTo("The transport netty serves.\n");
        assertThat(used.err()).contains("set io.lynchet.listener:transport.target to netty");
        assertThat(shell.run("transport --json").out())
                .contains("{\"name\":\"netty\",\"serves\":true,\"connections\":0");
        assertThat(shell.run("transport use undertow", 80).err()).contains("There is no transport undertow");
        assertThat(shell.run("transport netty", 80).err()).contains("use <transport>");
    }

    /** Remembers what it was asked for. */
    private static final class FakeControl implements ProcessControl {
        private final List<String> asked = new ArrayList<>();

        @Override
        public Effect set(String pid, String key, String value) {
            asked.add("set " + pid + " " + key + " " + value);
            return key.equals("later") ? Effect.NEXT_START : Effect.NOW;
        }

        @Override
        public Effect unset(String pid, String key) {
            asked.add("unset " + pid + " " + key);
            return Effect.NOW;
        }

        @Override
        public void startFeature(String name) {
            asked.add("start " + name);
        }

        @Override
        public void stopFeature(String name) {
            asked.add("stop " + name);
        }

        @Override
        public void logLevel(String logger, String level) {
            asked.add("log " + logger + "=" + level);
        }
    }

    @Test
    void control_isAskedForWhatTheLineSays() throws IOException {
        FakeControl control = new FakeControl();
        shell.services.services.add(control);
        assertThat(out("config set io.lynchet.http accessLog true")).isEqualTo("It takes effect now, and is kept.\n");
        assertThat(out("config set p later 1")).isEqualTo("The value is kept, and takes effect at the next start.\n");
        out("config unset p key");
        out("feature start live");
        out("feature stop live");
        out("log level info");
        out("log level io.lynchet.http debug");
        assertThat(control.asked)
                .containsExactly(
                        "set io.lynchet.http accessLog true",
                        "set p later 1",
                        "unset p key",
                        "start live",
                        "stop live",
                        "log =info",
                        "log io.lynchet.http=debug");
        for (String line : List.of("config set p k", "config unset p", "feature restart live", "log debug info")) {
            assertThat(shell.run(line, 80).code()).as(line).isEqualTo(64);
        }
    }
}
