// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.Hook;
import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Whatever is dropped, the core stays ready, nothing else restarts, and one sentence says what was wrong. */
class QuarantineIT {
    private static final String API = "io.lynchet.api,io.lynchet.api.auth,io.lynchet.api.data,io.lynchet.api.row,"
            + "io.lynchet.api.schema,io.lynchet.api.health";

    @TempDir
    Path root;

    private LivingApp app;
    private SteadyLoad readiness;

    @BeforeEach
    void start() throws Exception {
        app = LivingApp.start(
                root,
                "io.lynchet.deploy:startMillis=1500",
                "io.lynchet.deploy:checkMillis=300",
                "io.lynchet.deploy:incompleteMillis=1000");
        app.stoppedParts();
        readiness = app.load(app.deck().get("ready", "/readyz").inOrder(), 1);
    }

    @AfterEach
    void stop() throws Exception {
        try {
            readiness.stop().assertNoneFailed();
            assertThat(app.stoppedParts()).isEmpty();
        } finally {
            app.close();
        }
    }

    @Test
    void bundles_thatFail_areQuarantinedWithOneSentence() {
        bundle("unresolved").importing("com.acme.tools;version=\"[1,2)\"").dropInto(app.deploy, "unresolved.jar");
        bundle("throws").activator(BadComponents.ThrowingActivator.class).dropInto(app.deploy, "throws.jar");
        bundle("hangs").activator(BadComponents.HangingActivator.class).dropInto(app.deploy, "hangs.jar");
        bundle("throws.component")
                .component(BadComponents.ThrowingHook.class, Hook.class)
                .dropInto(app.deploy, "throws-component.jar");
        bundle("sick")
                .component(BadComponents.SickCheck.class, HealthCheck.class)
                .dropInto(app.deploy, "sick.jar");
        expect("unresolved.jar", "com.acme.tools", "no bundle exports");
        expect("throws.jar", "the tool shed is locked");
        expect("hangs.jar", "did not end within 1500 ms", "HangingActivator.start");
        expect("throws-component.jar", "ThrowingHook failed to activate", "no licence file");
        expect("sick.jar", "the tank is empty");
        Await.until("nothing to be left of them", () -> app.dropIns().isEmpty());
        assertThat(app.get("/readyz", LivingApp.TOKEN).body()).contains("degraded", "hangs.jar is quarantined");
        assertThat(app.post("/api/entities/Todo", "{\"title\":\"x\"}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void component_compiledForANewerJava_isToldSo() throws Exception {
        String path = BadComponents.Quiet.class.getName().replace('.', '/') + ".class";
        byte[] code;
        try (InputStream in = BadComponents.class.getClassLoader().getResourceAsStream(path)) {
            code = in.readAllBytes();
        }
        code[7] = 99;
        bundle("newer")
                .component(BadComponents.Quiet.class, Hook.class)
                .entry(path, code)
                .dropInto(app.deploy, "newer.jar");
        expect("newer.jar", "Quiet can't be loaded", "was compiled for Java 55", "runs on Java");
        Await.until("nothing to be left of it", () -> app.dropIns().isEmpty());
    }

    @Test
    void component_thatHangs_isQuarantinedWhileWritesGoOn() {
        bundle("hangs.component")
                .component(BadComponents.HangingHook.class, Hook.class)
                .dropInto(app.deploy, "hangs-component.jar");
        expect("hangs-component.jar", "within 1500 ms", "HangingHook.activate");
        assertThat(app.post("/api/entities/Todo", "{\"title\":\"x\"}").statusCode())
                .isEqualTo(201);
        bundle("quiet").component(BadComponents.Quiet.class, Hook.class).dropInto(app.deploy, "quiet.jar");
        app.await("quiet.jar", State.ACTIVE);
    }

    @Test
    void newVersions_thatFail_arePutBack() {
        SampleJar.drop(app.deploy, "1.0.0");
        app.awaitVersion(SampleJar.FILE, "1.0.0");
        TestBundle bad = bundle("io.lynchet.sample.dropin").version("2.0.0");
        bad.component(BadComponents.ThrowingHook.class, Hook.class).dropInto(app.deploy, SampleJar.FILE);
        assertThat(app.await(SampleJar.FILE, State.PUT_BACK).reason())
                .contains("no licence file", "1.0.0", "still runs");
        assertThat(app.get("/api/sample/hello").statusCode()).isEqualTo(200);
        SampleJar.drop(app.deploy, "3.0.0");
        app.awaitVersion(SampleJar.FILE, "3.0.0");
    }

    @Test
    void jar_copiedInSlowPieces_runsWhenComplete() throws Exception {
        byte[] jar = SampleJar.version("1.0.0");
        Path file = app.deploy.resolve(SampleJar.FILE);
        int piece = jar.length / 6 + 1;
        for (int from = 0; from < jar.length; from += piece) {
            int to = Math.min(from + piece, jar.length);
            Files.write(file, Arrays.copyOfRange(jar, from, to), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (to < jar.length) {
                Await.until(
                        "a look at the first " + to + " bytes",
                        () -> app.find(SampleJar.FILE) != null
                                && app.find(SampleJar.FILE).reason().contains("not complete yet"));
                assertThat(app.dropIns()).isEmpty();
            }
        }
        app.awaitVersion(SampleJar.FILE, "1.0.0");
    }

    @Test
    void files_thatAreNoBundlesOrShareAName_areRefused() throws Exception {
        SampleJar.drop(app.deploy, "1.0.0");
        app.awaitVersion(SampleJar.FILE, "1.0.0");
        byte[] other = SampleJar.version("2.0.0");
        Files.write(app.deploy.resolve("twin.jar"), other);
        Files.write(app.deploy.resolve("torn.jar"), Arrays.copyOf(other, other.length / 2));
        bundle("io.lynchet.policy").dropInto(app.deploy, "policy.jar");
        expect("twin.jar", "already deployed from sample.jar");
        expect("torn.jar", "The jar is incomplete");
        expect("policy.jar", "a bundle of Lynchet itself");
        assertThat(app.dropIns())
                .singleElement()
                .satisfies(b -> assertThat(b.getState()).isEqualTo(Bundle.ACTIVE));
        Files.delete(app.deploy.resolve(SampleJar.FILE));
        app.awaitVersion("twin.jar", "2.0.0");
    }

    private void expect(String file, String... words) {
        assertThat(app.await(file, State.QUARANTINED).reason()).contains(words);
    }

    private static TestBundle bundle(String name) {
        return TestBundle.named(name).importing(API);
    }
}
