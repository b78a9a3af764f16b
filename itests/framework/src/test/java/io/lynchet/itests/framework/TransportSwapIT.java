// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Listener;
import io.lynchet.itests.bench.load.LoadSpec;
import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/**
 * The transport is stopped, started, updated and replaced while clients with connections that stay open read and write.
 */
class TransportSwapIT {
    private static final int ROUNDS = Rounds.of(5);
    private static final int SOCKETS = 8;
    private static final List<String> NETTY = List.of("transport-netty");
    private static final String TARGET = "io.lynchet.listener:transport.target=";

    /** Far above the budget of 250 ms, because this machine may be busy; the measured pause is printed. */
    private static final Duration PAUSE_MAX = Duration.ofSeconds(4);

    @TempDir
    Path root;

    @Test
    void jetty_stoppedAndStartedUnderLoad_failsNoRequest() throws Exception {
        assertNothingFails("jetty", "stop and start", Replacement.STOP_AND_START);
    }

    @Test
    void jetty_updatedUnderLoad_failsNoRequest() throws Exception {
        assertNothingFails("jetty", "update and refresh", Replacement.UPDATE);
    }

    @Test
    void jetty_replacedByDropInUnderLoad_failsNoRequest() throws Exception {
        assertNothingFails("jetty", "drop-in and back", Replacement.DROP_IN_AND_BACK);
    }

    @Test
    void netty_updatedUnderLoad_failsNoRequest() throws Exception {
        assertNothingFails("netty", "update and refresh", Replacement.UPDATE);
    }

    @Test
    void jetty_replacedByNettyUnderLoad_andBack_failsNoRequest() throws Exception {
        try (LivingApp app = LivingApp.startWith(NETTY, root, TARGET + "jetty")) {
            assertNothingFails(app, "netty for jetty and back", () -> {
                Listener listener = app.service(Listener.class);
                listener.use(listener.transport().orElseThrow().equals("jetty") ? "netty" : "jetty");
            });
            assertThat(app.stoppedParts()).isEmpty();
        }
    }

    private void assertNothingFails(String transport, String what, Replacement replacement) throws Exception {
        String part = "io.lynchet.transport." + transport;
        List<String> features = transport.equals("netty") ? NETTY : List.of();
        try (LivingApp app =
                LivingApp.startWith(features, root, "io.lynchet.deploy:replaceableParts=" + part, TARGET + transport)) {
            Bundle bundle = app.part(part);
            app.stoppedParts();
            assertNothingFails(app, transport + ", " + what, () -> replacement.on(app, bundle));
            assertThat(app.stoppedParts()).containsOnly(part);
        }
    }

    @FunctionalInterface
    private interface Swap {
        void run() throws Exception;
    }

    private static void assertNothingFails(LivingApp app, String what, Swap swap) throws Exception {
        RequestDeck inserts = app.deck()
                .send("insert", "POST", "/api/entities/Todo", "{\"title\":\"buy milk\"}")
                .inOrder();
        RequestDeck reads = app.deck().get("list", "/api/entities/Todo?limit=3").inOrder();
        long acknowledged;
        try (SteadyLoad writing = app.load(inserts, 24);
                SteadyLoad reading = app.load(reads, 24);
                // Most of these connections are idle most of the time.
                SteadyLoad strolling = app.load(reads, new LoadSpec.Shape(16, 1, 200))) {
            for (int i = 0; i < ROUNDS; i++) {
                List<CompletableFuture<Integer>> closed = sockets(app);
                swap.run();
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
            System.out.println(
                    ROUNDS + " x " + what + ": writes " + outcome.result().describe() + "; reads "
                            + reading.stop().result().describe() + "; now and then "
                            + strolling.stop().result().describe());
        }
        assertThat(app.count()).isEqualTo(acknowledged);
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
}
