// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.Bystanders;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.LiveHeap;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Strangers attack a process of 512 MB with its own limits. Everybody else is served, and the memory comes back. Prints
 * what others waited before and during the attack; {@code -Dlynchet.attack.seconds} says how long it lasts.
 */
@Tag("nightly")
@Timeout(1_500)
class AttackIT {
    private static final int SECONDS = Integer.getInteger("lynchet.attack.seconds", 60);
    private static final int QUIET_SECONDS = Math.min(60, SECONDS);
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"attacked","version":"1","routes":[],
             "entities":[{"name":"Item","fields":[{"name":"part","type":"int"},{"name":"text","type":"string"}],
                          "indexes":[{"name":"parts","fields":["part"]}]},
                         {"name":"Long","fields":[{"name":"text","type":"string"}]},
                         {"name":"Large","fields":[{"name":"text","type":"string"}]},
                         {"name":"Child","fields":[{"name":"large","type":"id(Large)"}],
                          "relations":[{"name":"largeOne","target":"Large","field":"large"}]},
                         {"name":"Note","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"i","entity":"Item","allow":"true"},{"name":"t","entity":"Long","allow":"true"},
                         {"name":"l","entity":"Large","allow":"true"},{"name":"c","entity":"Child","allow":"true"},
                         {"name":"n","entity":"Note","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Attack.Kind.class)
    void others_areServed_andTheMemoryComesBack(Attack.Kind kind) throws Exception {
        endure(kind, Map.of());
    }

    @Test
    void others_areServed_byTheOtherTransport_whileSomeAreSlow() throws Exception {
        endure(
                Attack.Kind.SLOW,
                Map.of("LYNCHET_FEATURES", "+transport-netty", "LYNCHET_LISTENER_TRANSPORT_TARGET", "netty"));
    }

    private void endure(Attack.Kind kind, Map<String, String> environment) throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST, List.of("-Xmx512m"), environment)) {
            List<String> notes = fill(app);
            try (Bystanders others = new Bystanders(app, notes)) {
                pass(QUIET_SECONDS / 2);
                others.take();
                pass(QUIET_SECONDS);
                Map<String, Bystanders.Waits> before = others.take();
                long heapBefore = LiveHeap.bytes(app.process().pid());
                others.take();
                String told = attack(kind, app);
                Map<String, Bystanders.Waits> during = others.take();
                tell(kind, before, during, told);
                Await.until("what was held for the strangers to be let go", Duration.ofSeconds(60), () -> held(app));
                System.out.printf(
                        "%s: heap alive %.1f MB before, %.1f MB after; resident %.0f MB; refused answers %.0f, live %.0f%n",
                        kind,
                        heapBefore / 1e6,
                        LiveHeap.bytes(app.process().pid()) / 1e6,
                        app.residentBytes() / 1e6,
                        app.metric("lynchet_http_answer_refused_total"),
                        app.metric("lynchet_live_refused_total"));
                assertThat(others.failures()).isEmpty();
            }
            assertThat(app.process().isAlive()).isTrue();
            assertThat(app.send("GET", "/health", null, null).status()).isEqualTo(200);
        }
    }

    private static void pass(int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Await.until("time to pass", Duration.ofSeconds(seconds + 30L), () -> System.nanoTime() >= until);
    }

    private static boolean held(LiveApp app) {
        return app.metric("lynchet_live_result_bytes") < 1_000_000
                && app.metric("lynchet_live_waiting_bytes") < 1_000_000
                && app.metric("lynchet_http_answer_bytes") < 1_000_000;
    }

    /** In a process of the lowest priority: attackers are elsewhere, and have processors of their own. */
    private String attack(Attack.Kind kind, LiveApp app) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        classPath,
                        Attack.class.getName(),
                        kind.name(),
                        app.base().toString(),
                        Integer.toString(SECONDS))
                .redirectErrorStream(true)
                .start();
        try {
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(told).isZero();
            return told.strip();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void tell(
            Attack.Kind kind, Map<String, Bystanders.Waits> before, Map<String, Bystanders.Waits> during, String told) {
        System.out.printf("%s for %d s: %s%n", kind, SECONDS, told);
        before.forEach((what, quiet) -> {
            Bystanders.Waits now = during.get(what);
            System.out.printf(
                    "  %-6s quiet %d: p50 %.1f p99 %.1f max %.0f ms; attacked %d: p50 %.1f p99 %.1f max %.0f ms; p99 x %.2f%n",
                    what,
                    quiet.count(),
                    quiet.p50(),
                    quiet.p99(),
                    quiet.max(),
                    now.count(),
                    now.p50(),
                    now.p99(),
                    now.max(),
                    now.p99() / quiet.p99());
        });
    }

    private static List<String> fill(LiveApp app) {
        app.fill("Item", 5_000, i -> "{\"part\":" + i + ",\"text\":\"" + i + "x".repeat(1_000) + "\"}");
        app.fill("Long", 1_000, i -> "{\"text\":\"" + "xyz".repeat(3_000) + "\"}");
        String large = app.insert("Large", LiveApp.ADMIN, "{\"text\":\"" + "l".repeat(100_000) + "\"}");
        app.fill("Child", 4_900, i -> "{\"large\":\"" + large + "\"}");
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            notes.add(app.insert("Note", LiveApp.ADMIN, "{\"text\":\"note\"}"));
        }
        return notes;
    }
}
