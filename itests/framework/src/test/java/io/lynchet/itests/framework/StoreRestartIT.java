// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.testkit.Await;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;

/** The store is stopped, started and updated while clients write. */
class StoreRestartIT {
    private static final String STORE = "io.lynchet.store.sqlite";
    private static final Path JAR = Path.of("target/bundles/lynchet-store-sqlite.jar");
    private static final int ROUNDS = 5;
    /** Far above the budget of 250 ms, because this machine may be busy; the measured pause is printed. */
    private static final Duration PAUSE_MAX = Duration.ofSeconds(4);

    @TempDir
    Path root;

    @FunctionalInterface
    private interface Disturbance {
        void on(LivingApp app, Bundle store) throws Exception;
    }

    @Test
    void store_stoppedAndStartedUnderLoad_losesNothing() throws Exception {
        assertNothingLost("stop and start", (app, store) -> {
            store.stop();
            store.start();
        });
    }

    @Test
    void store_updatedUnderLoad_losesNothing() throws Exception {
        assertNothingLost("update", (app, store) -> {
            try (InputStream in = Files.newInputStream(JAR)) {
                store.update(in);
            }
            CountDownLatch refreshed = new CountDownLatch(1);
            FrameworkWiring wiring = app.context().getBundle().adapt(FrameworkWiring.class);
            assertThat(wiring.getDependencyClosure(List.of(store))).containsExactly(store);
            wiring.refreshBundles(List.of(store), event -> refreshed.countDown());
            Await.open("the refresh", refreshed);
        });
    }

    @Test
    void store_replacedByDropInUnderLoad_losesNothing() throws Exception {
        assertNothingLost("drop-in and back", (app, store) -> {
            Path part = Files.copy(JAR, app.deploy.resolve("store.jar.tmp"));
            Files.move(part, app.deploy.resolve("store.jar"), StandardCopyOption.ATOMIC_MOVE);
            app.await("store.jar", Deployment.State.ACTIVE);
            assertThat(store.getState()).isEqualTo(Bundle.RESOLVED);
            Files.delete(app.deploy.resolve("store.jar"));
            Await.until(
                    "the store's own bundle to run again",
                    () -> store.getState() == Bundle.ACTIVE && app.dropIns().isEmpty());
        });
    }

    private void assertNothingLost(String what, Disturbance disturbance) throws Exception {
        try (LivingApp app = LivingApp.start(root, "io.lynchet.deploy:replaceableParts=" + STORE)) {
            Bundle store = app.part(STORE);
            app.stoppedParts();
            RequestDeck inserts = app.deck()
                    .send("insert", "POST", "/api/entities/Todo", "{\"title\":\"buy milk\"}")
                    .inOrder();
            RequestDeck reads =
                    app.deck().get("list", "/api/entities/Todo?limit=3").inOrder();
            long acknowledged;
            try (SteadyLoad writing = app.load(inserts, 4);
                    SteadyLoad reading = app.load(reads, 2)) {
                for (int i = 0; i < ROUNDS; i++) {
                    disturbance.on(app, store);
                    Await.until(
                            "the app to answer",
                            () -> app.get("/api/entities/Todo?limit=1").statusCode() == 200);
                    Await.until(
                            "the store to be ready", () -> app.get("/readyz").statusCode() == 200);
                }
                reading.stop().assertNoneFailed().assertLongestGapBelow(PAUSE_MAX);
                SteadyLoad.Outcome outcome = writing.stop().assertNoneFailed().assertLongestGapBelow(PAUSE_MAX);
                acknowledged = outcome.acknowledged();
                System.out.println("store, " + ROUNDS + " x " + what + ": "
                        + outcome.result().describe());
            }
            assertThat(count(app)).isEqualTo(acknowledged);
            assertThat(app.stoppedParts()).containsOnly(STORE);
        }
    }

    private static long count(LivingApp app) {
        String answer = app.post("/api/aggregate/Todo", "{\"count\":\"*\"}").body();
        return Long.parseLong(answer.replaceAll(".*\"count\":(\\d+).*", "$1"));
    }
}
