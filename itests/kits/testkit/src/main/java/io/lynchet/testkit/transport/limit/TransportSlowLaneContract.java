// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of clients that send or take a body slowly: threads remain for all others. */
public abstract class TransportSlowLaneContract extends TransportContract {
    private static final int THREADS = 16;
    private static final int SLOW = 3 * THREADS;
    private static final int SMALL = 1_000;
    private static final int LARGE = 100_000;
    private static final TransportLimits FEW_THREADS =
            TransportLimits.USUAL.threads(THREADS).virtualThreads(false);

    private final List<RawClient> slow = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    final void closeSlowOnes() throws Exception {
        for (RawClient client : slow) {
            client.close();
        }
    }

    private void sendSlowly(InetSocketAddress address, int length, int sent) throws Exception {
        for (int i = 0; i < SLOW; i++) {
            RawClient client = new RawClient(address);
            slow.add(client);
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(sent));
        }
        Await.until("all connections", () -> served.connections() == SLOW);
    }

    private Response counted(Inbound inbound) {
        begun.incrementAndGet();
        return echo(inbound);
    }

    private static void isServed(InetSocketAddress address) throws Exception {
        try (RawClient other = new RawClient(address)) {
            for (int i = 0; i < 3; i++) {
                assertThat(other.send(RawClient.post("/", "quick")).read().body())
                        .endsWith(" 5 quick");
            }
        }
    }

    @Test
    void smallBodiesThatComeSlowly_holdNoThread_andAreAnsweredOnceTheyAreThere() throws Exception {
        InetSocketAddress address = serve(FEW_THREADS, this::counted);
        sendSlowly(address, SMALL, 10);
        isServed(address);
        assertThat(begun).hasValue(3);
        for (RawClient client : slow) {
            client.send("x".repeat(SMALL - 10));
            assertThat(client.read().body()).isEqualTo("POST / " + SMALL + " " + "x".repeat(SMALL));
        }
    }

    @Test
    void chunkedBodiesThatComeSlowly_areWhole() throws Exception {
        InetSocketAddress address = serve(FEW_THREADS, this::counted);
        for (int i = 0; i < SLOW; i++) {
            RawClient client = new RawClient(address);
            slow.add(client);
            client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        }
        isServed(address);
        for (RawClient client : slow) {
            client.send("2\r\nde\r\n");
            client.send("0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("POST / -1 abcde");
        }
    }

    @Test
    void largeBodiesThatComeSlowly_leaveThreadsToOthers_andHaveTheirTurn() throws Exception {
        InetSocketAddress address = serve(FEW_THREADS, this::counted);
        sendSlowly(address, LARGE, LARGE / 2);
        Await.until("some to be read", () -> begun.get() > 0);
        isServed(address);
        for (RawClient client : slow) {
            client.send("x".repeat(LARGE - LARGE / 2));
        }
        for (RawClient client : slow) {
            assertThat(client.read().body()).isEqualTo("POST / " + LARGE + " " + "x".repeat(LARGE));
        }
        assertThat(begun).hasValue(SLOW + 3);
    }

    @Test
    void largeBodyThatComesInPieces_isWhole() throws Exception {
        InetSocketAddress address = serve(FEW_THREADS, this::counted);
        try (RawClient client = new RawClient(address)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + LARGE + "\r\n\r\n");
            Await.until("the head", () -> served.requestsInFlight() == 1);
            client.send("x".repeat(SMALL));
            isServed(address);
            client.send("x".repeat(LARGE / 2 - SMALL));
            Await.until("somebody to read it", () -> begun.get() == 4);
            client.send("x".repeat(LARGE - LARGE / 2));
            assertThat(client.read().body()).isEqualTo("POST / " + LARGE + " " + "x".repeat(LARGE));
        }
    }

    @Test
    void streamsThatNobodyTakes_leaveThreadsToOthers() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        InetSocketAddress address = serve(
                FEW_THREADS,
                inbound -> inbound.method().equals("POST")
                        ? echo(inbound)
                        : Response.stream(200, "text/plain", out -> {
                            begun.incrementAndGet();
                            Await.open("the end", end);
                        }));
        for (int i = 0; i < THREADS / 2; i++) {
            RawClient client = new RawClient(address);
            slow.add(client);
            client.send(RawClient.get("/"));
        }
        Await.until("streams", () -> begun.get() == THREADS / 2);
        try (RawClient oneMore = new RawClient(address)) {
            RawClient.Answer answer = oneMore.send(RawClient.get("/")).read();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsKey("retry-after");
            assertThat(answer.body()).contains("OVERLOADED");
        }
        isServed(address);
        end.countDown();
        for (RawClient client : slow) {
            assertThat(client.read().status()).isEqualTo(200);
        }
        try (RawClient oneMore = new RawClient(address)) {
            assertThat(oneMore.send(RawClient.get("/")).read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"})
    void requestsWhoseClientsLeaveBeforeTheirBodyIsThere_areForgotten(String begin) throws Exception {
        InetSocketAddress address = serve(FEW_THREADS, this::counted);
        for (int i = 0; i < SLOW; i++) {
            RawClient client = new RawClient(address);
            slow.add(client);
            client.send("POST / HTTP/1.1\r\nHost: x\r\n" + begin);
        }
        Await.until("all requests", () -> served.requestsInFlight() == SLOW);
        closeSlowOnes();
        slow.clear();
        Await.until("them to be forgotten", () -> served.connections() == 0 && served.requestsInFlight() == 0);
        isServed(address);
        assertThat(begun).as("requests that reached the router").hasValue(3);
    }

    @Test
    void clientsThatLeaveBeforeTheirBodyIsThere_holdNothing() throws Exception {
        InetSocketAddress address = serve(FEW_THREADS, this::counted);
        for (int length : new int[] {SMALL, LARGE}) {
            sendSlowly(address, length, length / 2);
            closeSlowOnes();
            slow.clear();
            Await.until("them to be forgotten", () -> served.connections() == 0 && served.requestsInFlight() == 0);
        }
        sendSlowly(address, LARGE, LARGE);
        for (RawClient client : slow) {
            assertThat(client.read().status()).isEqualTo(200);
        }
    }
}
