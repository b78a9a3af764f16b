// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaterAnswersTest {
    private Served listener;

    @AfterEach
    void close() {
        listener.close();
    }

    private InetSocketAddress serve(Function<Inbound, Response> code, Object... config) {
        listener = Served.open(Configs.with(config), OneRoute.gate(code));
        return listener.address();
    }

    private static Response text(String text) {
        return Response.bytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatComesLater_isSentWhenItIsThere_alsoWhenSeveralArePipelined(boolean virtualThreads)
            throws IOException {
        List<CompletableFuture<Response>> promises = new CopyOnWriteArrayList<>();
        InetSocketAddress address = serve(
                inbound -> {
                    CompletableFuture<Response> promise = new CompletableFuture<>();
                    promises.add(promise);
                    return Response.later(promise);
                },
                "virtualThreads",
                virtualThreads);
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 3; i++) {
                client.send(RawClient.post("/", "x"));
            }
            for (int i = 0; i < 3; i++) {
                int wanted = i + 1;
                Await.until("a request", () -> promises.size() == wanted);
                assertThat(listener.requestsInFlight()).isEqualTo(1);
                promises.get(i).complete(text("answer " + i));
                assertThat(client.read().body()).isEqualTo("answer " + i);
            }
        }
        Await.until("the requests to leave", () -> listener.requestsInFlight() == 0);
    }

    @Test
    void answersThatComeLater_holdNoThread() throws IOException {
        List<CompletableFuture<Response>> promises = new CopyOnWriteArrayList<>();
        InetSocketAddress address = serve(
                inbound -> {
                    if (inbound.target().equals("/now")) {
                        return text("now");
                    }
                    CompletableFuture<Response> promise = new CompletableFuture<>();
                    promises.add(promise);
                    return Response.later(promise);
                },
                "threadsMax",
                8);
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                RawClient client = new RawClient(address);
                clients.add(client);
                client.send(RawClient.get("/later"));
            }
            Await.until("forty requests", () -> promises.size() == 40);
            try (RawClient other = new RawClient(address)) {
                other.send(RawClient.get("/now"));
                assertThat(other.read().body()).isEqualTo("now");
            }
            promises.forEach(promise -> promise.complete(text("later")));
            for (RawClient client : clients) {
                assertThat(client.read().body()).isEqualTo("later");
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
