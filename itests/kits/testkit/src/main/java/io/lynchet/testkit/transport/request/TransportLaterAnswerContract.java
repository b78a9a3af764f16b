// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of promised responses. */
public abstract class TransportLaterAnswerContract extends TransportContract {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatComesLater_isSentWhenItIsThere_alsoWhenSeveralArePipelined(boolean virtualThreads)
            throws IOException {
        List<CompletableFuture<Response>> promises = new CopyOnWriteArrayList<>();
        InetSocketAddress address = serve(TransportLimits.USUAL.virtualThreads(virtualThreads), inbound -> {
            CompletableFuture<Response> promise = new CompletableFuture<>();
            promises.add(promise);
            return Response.later(promise);
        });
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 3; i++) {
                client.send(RawClient.post("/", "x"));
            }
            for (int i = 0; i < 3; i++) {
                int wanted = i + 1;
                Await.until("a request", () -> promises.size() == wanted);
                assertThat(served.requestsInFlight()).isEqualTo(1);
                promises.get(i).complete(text("answer " + i));
                assertThat(client.read().body()).isEqualTo("answer " + i);
            }
        }
        Await.until("the requests to leave", () -> served.requestsInFlight() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatNeverComes_andWhoseClientIsGone_doesNotHoldADrain(boolean virtualThreads) throws IOException {
        CompletableFuture<Response> never = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        InetSocketAddress address = serve(TransportLimits.USUAL.virtualThreads(virtualThreads), inbound -> {
            asked.countDown();
            return Response.later(never);
        });
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            Await.open("the request", asked);
        }
        served.drain(Duration.ofSeconds(30));
        assertThat(served.connections()).isZero();
        assertThat(never).isCancelled();
        Await.until("the request to leave", () -> served.requestsInFlight() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatComesLater_toAClientThatDoesNotRead_holdsUpNeitherItsThreadNorOthers(boolean virtualThreads)
            throws IOException {
        List<CompletableFuture<Response>> promises = new CopyOnWriteArrayList<>();
        InetSocketAddress address = serve(TransportLimits.USUAL.virtualThreads(virtualThreads), inbound -> {
            CompletableFuture<Response> promise = new CompletableFuture<>();
            promises.add(promise);
            return Response.later(promise);
        });
        try (RawClient slow = new RawClient(address);
                RawClient other = new RawClient(address)) {
            slow.send(RawClient.get("/"));
            Await.until("the slow client's request", () -> promises.size() == 1);
            other.send(RawClient.get("/"));
            Await.until("the other request", () -> promises.size() == 2);
            // One thread brings both, and the first is more than the sockets hold.
            CompletableFuture<Void> bringing = CompletableFuture.runAsync(() -> {
                promises.get(0).complete(text("x".repeat(32 << 20)));
                promises.get(1).complete(text("other"));
            });
            assertThat(other.read().body()).isEqualTo("other");
            Await.value(bringing);
        }
    }

    @Test
    void answersThatComeLater_holdNoThread() throws IOException {
        List<CompletableFuture<Response>> promises = new CopyOnWriteArrayList<>();
        InetSocketAddress address = serve(TransportLimits.USUAL.threads(8), inbound -> {
            if (inbound.target().equals("/now")) {
                return text("now");
            }
            CompletableFuture<Response> promise = new CompletableFuture<>();
            promises.add(promise);
            return Response.later(promise);
        });
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
