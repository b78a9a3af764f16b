// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.end;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The contract of draining: the end of a transport's connections. */
public abstract class TransportDrainContract extends TransportContract {
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public void ended() {
        clients.shutdownNow();
    }

    /** Serves a request that signals {@link #inside} and responds when {@link #go} is open. */
    private void serveWhenLet() {
        serve(inbound -> {
            inside.countDown();
            Await.open("the request", go);
            return text("done");
        });
    }

    private CompletableFuture<Void> beginDrain() {
        CompletableFuture<Void> drained =
                CompletableFuture.runAsync(() -> served.drain(Duration.ofSeconds(20)), clients);
        Await.until("the drain", served::isDrained);
        return drained;
    }

    @Test
    void drain_letsARunningRequestEnd_andAnswersWithConnectionClose() throws Exception {
        serveWhenLet();
        InetSocketAddress address = served.address();
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            Await.open("the request", inside);
            CompletableFuture<Void> drained = beginDrain();
            assertThat(refusesConnections(address)).isTrue();
            assertThat(drained).isNotDone();
            go.countDown();
            RawClient.Answer answer = client.read();
            assertThat(answer.body()).isEqualTo("done");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.closed()).isTrue();
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void drain_waitsForAnswersThatComeLater() throws Exception {
        CompletableFuture<Response> promise = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        serve(inbound -> {
            asked.countDown();
            return Response.later(promise);
        });
        InetSocketAddress address = served.address();
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            Await.open("the request", asked);
            CompletableFuture<Void> drained = beginDrain();
            assertThat(refusesConnections(address)).isTrue();
            assertThat(drained).isNotDone();
            promise.complete(text("done"));
            RawClient.Answer answer = client.read();
            assertThat(answer.body()).isEqualTo("done");
            assertThat(answer.headers()).containsEntry("connection", "close");
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void drain_closesIdleConnections_withoutWaiting() throws Exception {
        serve(inbound -> text("done"));
        try (RawClient client = new RawClient(served.address());
                RawClient fresh = new RawClient(served.address())) {
            assertThat(client.send(RawClient.get("/")).read().body()).isEqualTo("done");
            Await.until("both connections", () -> served.connections() == 2);
            served.drain(Duration.ofSeconds(20));
            assertThat(served.connections()).isZero();
            assertThat(client.closed()).isTrue();
            assertThat(fresh.closed()).isTrue();
        }
    }

    @Test
    void drain_answersARequestThatArrivesMeanwhile() throws Exception {
        serveWhenLet();
        try (RawClient client = new RawClient(served.address())) {
            client.send("GET / HTTP/1.1\r\nHo");
            Await.until("the connection", () -> served.connections() == 1);
            CompletableFuture<Void> drained = beginDrain();
            client.send("st: x\r\n\r\n");
            Await.open("the request", inside);
            go.countDown();
            RawClient.Answer answer = client.read();
            assertThat(answer.body()).isEqualTo("done");
            assertThat(answer.headers()).containsEntry("connection", "close");
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void drain_returnsAfterItsTime_whenARequestHangs() throws Exception {
        serveWhenLet();
        try (RawClient client = new RawClient(served.address())) {
            client.send(RawClient.get("/"));
            Await.open("the request", inside);
            long start = System.nanoTime();
            served.drain(Duration.ofMillis(200));
            assertThat(System.nanoTime() - start).isBetween(150_000_000L, 5_000_000_000L);
            go.countDown();
        }
    }

    @Test
    void drain_underLoad_failsNoRequestThatWasAnsweredHalf() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        serve(inbound -> {
            handled.incrementAndGet();
            return text("0123456789");
        });
        InetSocketAddress address = served.address();
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<?>[] load = new CompletableFuture<?>[16];
        for (int i = 0; i < load.length; i++) {
            load[i] = CompletableFuture.runAsync(() -> hammer(address, answered), clients);
        }
        Await.until("the server", () -> answered.get() > 500);
        served.drain(Duration.ofSeconds(10));
        CompletableFuture.allOf(load).get(10, TimeUnit.SECONDS);
        // Each request that the router has seen got a whole response.
        assertThat(answered.get()).isEqualTo(handled.get());
        assertThat(served.requestsInFlight()).isZero();
        assertThat(served.connections()).isZero();
    }

    /** Sends requests on one connection until the server closes it. */
    private static void hammer(InetSocketAddress address, AtomicInteger answered) {
        try (RawClient client = new RawClient(address)) {
            boolean more = true;
            while (more) {
                client.send(RawClient.get("/"));
                RawClient.Answer answer = client.read();
                assertThat(answer.body()).isEqualTo("0123456789");
                answered.incrementAndGet();
                more = !"close".equals(answer.headers().get("connection"));
            }
        } catch (IOException e) {
            // Closed between two requests: no response was begun.
            Assertions.assertThat(e).isNotNull();
        }
    }

    private static boolean refusesConnections(InetSocketAddress address) {
        try (RawClient client = new RawClient(address)) {
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
