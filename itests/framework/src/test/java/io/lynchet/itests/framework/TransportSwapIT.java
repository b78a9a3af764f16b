// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.itests.bench.load.LoadSpec;
import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;

/** The transport is stopped, started, updated and replaced while clients with connections that stay open read and write. */
class TransportSwapIT {
    private static final String TRANSPORT = "io.lynchet.transport.jetty";
    private static final Path JAR = Path.of("target/bundles/lynchet-transport-jetty.jar");
    private static final int ROUNDS = Rounds.of(5);
    private static final int SOCKETS = 8;
    /** Far above the budget of 250 ms, because this machine may be busy; the measured pause is printed. */
    private static final Duration PAUSE_MAX = Duration.ofSeconds(4);

    @TempDir
    Path root;

    @FunctionalInterface
    private interface Disturbance {
        void on(LivingApp app, Bundle transport) throws Exception;
    }

    @Test
    void transport_stoppedAndStartedUnderLoad_failsNoRequest() throws Exception {
        assertNothingFails("stop and start", (app, transport) -> {
            transport.stop();
            transport.start();
        });
    }

    @Test
    void transport_updatedUnderLoad_failsNoRequest() throws Exception {
        assertNothingFails("update and refresh", (app, transport) -> {
            try (InputStream in = Files.newInputStream(JAR)) {
                transport.update(in);
            }
            CountDownLatch refreshed = new CountDownLatch(1);
            FrameworkWiring wiring = app.context().getBundle().adapt(FrameworkWiring.class);
            assertThat(wiring.getDependencyClosure(List.of(transport))).containsExactly(transport);
            wiring.refreshBundles(List.of(transport), event -> refreshed.countDown());
            Await.open("the refresh", refreshed);
        });
    }

    @Test
    void transport_replacedByDropInUnderLoad_failsNoRequest() throws Exception {
        assertNothingFails("drop-in and back", (app, transport) -> {
            Path part = Files.copy(JAR, app.deploy.resolve("transport.jar.tmp"));
            Files.move(part, app.deploy.resolve("transport.jar"), StandardCopyOption.ATOMIC_MOVE);
            app.await("transport.jar", Deployment.State.ACTIVE);
            assertThat(transport.getState()).isEqualTo(Bundle.RESOLVED);
            Files.delete(app.deploy.resolve("transport.jar"));
            Await.until(
                    "the transport's own bundle to run again",
                    () -> transport.getState() == Bundle.ACTIVE && app.dropIns().isEmpty());
        });
    }

    private void assertNothingFails(String what, Disturbance disturbance) throws Exception {
        try (LivingApp app = LivingApp.start(root, "io.lynchet.deploy:replaceableParts=" + TRANSPORT)) {
            Bundle transport = app.part(TRANSPORT);
            app.stoppedParts();
            RequestDeck inserts = app.deck()
                    .send("insert", "POST", "/api/entities/Todo", "{\"title\":\"buy milk\"}")
                    .inOrder();
            RequestDeck reads =
                    app.deck().get("list", "/api/entities/Todo?limit=3").inOrder();
            long acknowledged;
            try (SteadyLoad writing = app.load(inserts, 24);
                    SteadyLoad reading = app.load(reads, 24);
                    // Most of these connections are idle most of the time.
                    SteadyLoad strolling = SteadyLoad.start(app.target(), reads, new LoadSpec.Shape(16, 1, 200))) {
                for (int i = 0; i < ROUNDS; i++) {
                    List<CompletableFuture<Integer>> closed = sockets(app);
                    disturbance.on(app, transport);
                    for (CompletableFuture<Integer> code : closed) {
                        assertThat(Await.value(code)).isEqualTo(1012);
                    }
                    Await.until(
                            "the app to answer",
                            () -> app.get("/api/entities/Todo?limit=1").statusCode() == 200);
                }
                reading.stop().assertNoneFailed().assertLongestGapBelow(PAUSE_MAX);
                strolling.stop().assertNoneFailed().assertLongestGapBelow(PAUSE_MAX);
                SteadyLoad.Outcome outcome = writing.stop().assertNoneFailed().assertLongestGapBelow(PAUSE_MAX);
                acknowledged = outcome.acknowledged();
                System.out.println("transport, " + ROUNDS + " x " + what + ": writes "
                        + outcome.result().describe() + "; reads "
                        + reading.stop().result().describe() + "; now and then "
                        + strolling.stop().result().describe());
            }
            assertThat(count(app)).isEqualTo(acknowledged);
            assertThat(app.stoppedParts()).containsOnly(TRANSPORT);
        }
    }

    /** Opens some, and promises the codes with which they are closed. */
    private static List<CompletableFuture<Integer>> sockets(LivingApp app) {
        HttpClient client = HttpClient.newHttpClient();
        URI uri = URI.create(app.target().resolve("/api/live").toString().replace("http:", "ws:"));
        List<CompletableFuture<Integer>> codes = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            CompletableFuture<Integer> code = new CompletableFuture<>();
            Await.value(client.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                    code.complete(status);
                    return null;
                }

                @Override
                public void onError(WebSocket socket, Throwable error) {
                    code.completeExceptionally(error);
                }
            }));
            codes.add(code);
        }
        return codes;
    }

    private static long count(LivingApp app) {
        String answer = app.post("/api/aggregate/Todo", "{\"count\":\"*\"}").body();
        return Long.parseLong(answer.replaceAll(".*\"count\":(\\d+).*", "$1"));
    }
}
