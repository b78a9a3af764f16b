// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of clients that keep a connection by sending a little now and then, so that it is never idle. */
public abstract class TransportSlowRequestContract extends TransportContract {
    private static final TransportLimits QUICK = TransportLimits.USUAL.headTimeout(300);

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\nHo", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n"})
    void headThatStops_is408_andClosed(String part) throws IOException {
        InetSocketAddress address = serve(QUICK, inbound -> text("no"));
        try (RawClient client = new RawClient(address)) {
            RawClient.Answer answer = client.send(part).read();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"REQUEST_TIMEOUT\"");
            assertThat(client.closed()).isTrue();
        }
        Await.until("the connection to go", () -> served.connections() == 0);
    }

    @Test
    void headThatDrips_isCut_whateverItStillSends() throws IOException {
        InetSocketAddress address = serve(QUICK, inbound -> text("no"));
        try (RawClient client = new RawClient(address)) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n");
            drip(client, "A", () -> served.connections() == 0);
        }
    }

    @Test
    void headOfALaterRequest_hasTheSameTime() throws IOException {
        InetSocketAddress address = serve(QUICK, TransportContract::echo);
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(RawClient.post("/", "x")).read().status())
                        .isEqualTo(200);
            }
            assertThat(client.send("GET / HT").read().status()).isEqualTo(408);
        }
    }

    @Test
    void headInPieces_isAnswered_withinTheTime_andTheNextOneHasAllOfIt() throws IOException {
        InetSocketAddress address = serve(TransportLimits.USUAL.headTimeout(60_000), TransportContract::echo);
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 3; i++) {
                for (char c : RawClient.post("/" + i, "abc").toCharArray()) {
                    client.send(String.valueOf(c));
                }
                assertThat(client.read().body()).isEqualTo("POST /" + i + " 3 abc");
            }
        }
    }

    @Test
    void connectionBetweenTwoRequests_isNotHeldToTheTime() throws IOException {
        InetSocketAddress address = serve(TransportLimits.USUAL.headTimeout(100), TransportContract::echo);
        try (RawClient client = new RawClient(address)) {
            assertThat(client.send(RawClient.get("/1")).read().status()).isEqualTo(200);
            pass(500);
            assertThat(client.send(RawClient.get("/2")).read().body()).isEqualTo("GET /2 0 ");
        }
    }

    @Test
    void connectionBetweenTwoRequests_isNotHeldToThePaceOfTheLastBody() throws IOException {
        InetSocketAddress address = serve(TransportLimits.USUAL.pace(1_000, 100), TransportContract::echo);
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n");
                Await.until("the request", () -> served.requestsInFlight() == 1);
                assertThat(client.send("ab").read().body()).isEqualTo("POST / 2 ab");
                pass(300);
            }
        }
    }

    @Test
    void requestThatTakesLong_isNotHeldToTheTimeOfItsHead() throws IOException {
        InetSocketAddress address = serve(TransportLimits.USUAL.headTimeout(100), inbound -> {
            pass(500);
            return echo(inbound);
        });
        try (RawClient client = new RawClient(address)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\n");
            client.send("Content-Length: 2\r\n\r\na");
            assertThat(client.send("b").read().body()).isEqualTo("POST / 2 ab");
        }
    }

    @Test
    void manyClientsThatDrip_areCut_andOthersAreAnsweredMeanwhile() throws IOException {
        InetSocketAddress address = serve(QUICK, inbound -> text("yes"));
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(new RawClient(address).send("GET / HTTP/1.1\r\n"));
            }
            try (RawClient other = new RawClient(address)) {
                Await.until("the slow ones to go", () -> {
                    assertThat(exchange(other, RawClient.get("/")).body()).isEqualTo("yes");
                    return served.connections() == 1;
                });
            }
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void sizeOfAChunkThatDrips_endsTheRequest() throws IOException {
        CountDownLatch failed = new CountDownLatch(1);
        InetSocketAddress address = serve(TransportLimits.USUAL.pace(10_000, 100), inbound -> {
            try {
                return echo(inbound);
            } catch (UncheckedIOException e) {
                failed.countDown();
                return text("cut");
            }
        });
        try (RawClient client = new RawClient(address)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;");
            drip(client, "a", () -> failed.getCount() == 0);
            Await.open("the failure", failed);
        }
    }

    private static void drip(RawClient client, String piece, java.util.function.BooleanSupplier until) {
        Await.until("the server to cut", () -> {
            try {
                client.send(piece);
            } catch (IOException e) {
                // The server has closed the connection.
                assertThat(e).isNotNull();
            }
            return until.getAsBoolean();
        });
    }

    private static RawClient.Answer exchange(RawClient client, String request) {
        try {
            return client.send(request).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits, for tests that are about time. */
    private static void pass(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        Await.until("time to pass", () -> System.nanoTime() >= until);
    }
}
