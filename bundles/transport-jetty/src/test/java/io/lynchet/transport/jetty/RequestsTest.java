// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
    private Served listener;

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close();
        }
    }

    private InetSocketAddress serve(Function<Inbound, Response> code, Object... config) {
        listener = Served.open(Configs.with(config), OneRoute.gate(code));
        return listener.address();
    }

    private static Response text(String text) {
        return Response.bytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lets time go by, for what is about time. */
    private static void pass(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        Await.until("time to pass", () -> System.nanoTime() >= until);
    }

    private static Response echo(Inbound inbound) {
        try {
            String body = new String(inbound.body().readAllBytes(), StandardCharsets.UTF_8);
            return text(inbound.method() + " " + inbound.target() + " " + inbound.contentLength() + " " + body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void connection_isKeptAlive_overManyRequests() throws IOException {
        InetSocketAddress address = serve(RequestsTest::echo);
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 100; i++) {
                client.send(RawClient.post("/a/b?c=" + i, "body" + i));
                RawClient.Answer answer = client.read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("POST /a/b?c=" + i + " " + ("body" + i).length() + " body" + i);
                assertThat(answer.headers())
                        .containsKeys("content-length", "date")
                        .doesNotContainKey("server");
            }
        }
    }

    @Test
    void pipelinedRequests_areAnsweredInOrder() throws IOException {
        InetSocketAddress address = serve(RequestsTest::echo);
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/1") + RawClient.post("/2", "x") + RawClient.get("/3"));
            assertThat(client.read().body()).isEqualTo("GET /1 0 ");
            assertThat(client.read().body()).isEqualTo("POST /2 1 x");
            assertThat(client.read().body()).isEqualTo("GET /3 0 ");
        }
    }

    @Test
    void chunkedBody_arrivesWhole_withUnknownLength() throws IOException {
        InetSocketAddress address = serve(RequestsTest::echo);
        try (RawClient client = new RawClient(address)) {
            client.send("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            client.send("2\r\nde\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("POST /c -1 abcde");
        }
    }

    @Test
    void head_hasTheHeadersOfGet_andNoBody() throws IOException {
        InetSocketAddress address = serve(inbound -> text("12345"));
        try (RawClient client = new RawClient(address)) {
            client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + RawClient.get("/"));
            RawClient.Answer head = client.read(true);
            assertThat(head.headers()).containsEntry("content-length", "5");
            assertThat(client.read().body()).isEqualTo("12345");
        }
    }

    @Test
    void head_ofAStream_doesNotRunTheWriter() throws IOException {
        InetSocketAddress address = serve(inbound -> Response.stream(200, "text/plain", out -> {
            throw new IllegalStateException("ran");
        }));
        try (RawClient client = new RawClient(address)) {
            client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.read(true).status()).isEqualTo(200);
        }
    }

    @Test
    void stream_arrivesWhole_andTheConnectionGoesOn() throws IOException {
        InetSocketAddress address = serve(inbound -> Response.stream(200, "text/plain", out -> {
            for (int i = 0; i < 20_000; i++) {
                out.write("0123456789".getBytes(StandardCharsets.UTF_8));
            }
        }));
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 2; i++) {
                client.send(RawClient.get("/"));
                RawClient.Answer answer = client.read();
                assertThat(answer.body()).isEqualTo("0123456789".repeat(20_000));
            }
        }
    }

    @Test
    void stream_thatBreaksOff_cutsTheConnection() throws IOException {
        InetSocketAddress address = serve(inbound -> Response.stream(200, "text/plain", out -> {
            out.write(new byte[100_000]);
            throw new IllegalStateException("broke");
        }));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void stream_isHeldBackByASlowReader_andFailsWhenItIsGone() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        java.util.concurrent.atomic.AtomicLong written = new java.util.concurrent.atomic.AtomicLong();
        InetSocketAddress address = serve(
                inbound -> Response.stream(200, "text/plain", out -> {
                    try {
                        while (true) {
                            out.write(new byte[65_536]);
                            written.addAndGet(65_536);
                        }
                    } finally {
                        broken.countDown();
                    }
                }),
                "idleTimeoutMillis",
                300);
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            assertThat(client.readByte()).isEqualTo('H');
            assertThat(broken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(written.get()).isLessThan(64_000_000);
        }
    }

    @Test
    void clientThatNeverReadsABigAnswer_isCutAfterTheIdleTimeout() throws Exception {
        byte[] big = new byte[64_000_000];
        InetSocketAddress address = serve(inbound -> Response.bytes(200, "text/plain", big), "idleTimeoutMillis", 300);
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            assertThat(client.readByte()).isEqualTo('H');
            Await.until("the server", () -> listener.requestsInFlight() == 0);
        }
    }

    @Test
    void clientThatReadsABigAnswerTooSlowly_isCut() throws Exception {
        byte[] big = new byte[64_000_000];
        InetSocketAddress address = serve(
                inbound -> Response.bytes(200, "text/plain", big),
                "bytesPerSecondMin",
                100_000_000,
                "paceGraceMillis",
                100);
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            // Reads now and then, so that the connection is never idle.
            Await.until("the server", () -> {
                try {
                    return client.readByte() >= -1 && listener.requestsInFlight() == 0;
                } catch (IOException e) {
                    return listener.requestsInFlight() == 0;
                }
            });
        }
    }

    @Test
    void clientThatSendsItsBodyTooSlowly_isCut() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        InetSocketAddress address = serve(
                inbound -> {
                    try {
                        return echo(inbound);
                    } catch (UncheckedIOException e) {
                        failed.countDown();
                        return text("cut");
                    }
                },
                "bytesPerSecondMin",
                1_000,
                "paceGraceMillis",
                100);
        try (RawClient client = new RawClient(address)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
            Await.until("the server", () -> {
                try {
                    client.send("x");
                } catch (IOException e) {
                    return true;
                }
                return failed.getCount() == 0;
            });
            Await.open("the failure", failed);
        }
    }

    @Test
    void slowHandler_outlivesTheIdleTimeout() throws IOException {
        InetSocketAddress address = serve(
                inbound -> {
                    pass(800);
                    return text("late");
                },
                "idleTimeoutMillis",
                200);
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            assertThat(client.read().body()).isEqualTo("late");
        }
    }

    @Test
    void bodyThatStopsComing_endsTheRequest() throws IOException {
        CountDownLatch failed = new CountDownLatch(1);
        InetSocketAddress address = serve(
                inbound -> {
                    try {
                        return echo(inbound);
                    } catch (UncheckedIOException e) {
                        failed.countDown();
                        return Response.json(400, ErrorAnswer.envelope(ErrorCode.BAD_REQUEST, "cut"));
                    }
                },
                "idleTimeoutMillis",
                300);
        try (RawClient client = new RawClient(address)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
            Await.until("the server", () -> failed.getCount() == 0);
        }
    }

    @Test
    void hugeHeaders_are431() throws IOException {
        InetSocketAddress address = serve(inbound -> text("no"));
        try (RawClient client = new RawClient(address)) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "a".repeat(20_000) + "\r\n\r\n");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"HEADERS_TOO_LARGE\"");
        }
    }

    @Test
    void hugeRequestLine_is431() throws IOException {
        InetSocketAddress address = serve(inbound -> text("no"));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/" + "a".repeat(20_000)));
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).contains("HEADERS_TOO_LARGE");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%2e%2e/b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%c3%28 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a//b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a;b=c HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nBroken header\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded: 1\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n",
                "garbage\r\n\r\n"
            })
    void malformedRequest_isBadRequestInOurEnvelope_orReachesTheRouterRaw(String request) throws IOException {
        InetSocketAddress address = serve(inbound -> text("raw " + inbound.target()));
        try (RawClient client = new RawClient(address)) {
            client.send(request);
            RawClient.Answer answer = client.read();
            if (answer.status() == 200) {
                assertThat(answer.body()).isEqualTo("raw " + request.split(" ")[1]);
            } else {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"BAD_REQUEST\"");
                assertThat(answer.headers()).containsEntry("content-type", "application/json");
            }
        }
    }

    @Test
    void moreRequestsThanAllowed_get503WithRetryAfter() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        InetSocketAddress address = serve(
                inbound -> {
                    inside.countDown();
                    Await.open("the request", go);
                    return text("done");
                },
                "requestsMax",
                2);
        try (RawClient a = new RawClient(address);
                RawClient b = new RawClient(address);
                RawClient c = new RawClient(address)) {
            a.send(RawClient.get("/"));
            b.send(RawClient.get("/"));
            Await.open("the request", inside);
            RawClient.Answer refused = c.send(RawClient.get("/")).read();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers()).containsEntry("retry-after", "1");
            assertThat(refused.body()).contains("OVERLOADED");
            assertThat(listener.requestsInFlight()).isEqualTo(2);
            go.countDown();
            assertThat(a.read().body()).isEqualTo("done");
            assertThat(b.read().body()).isEqualTo("done");
            Await.until("the server", () -> listener.requestsInFlight() == 0);
            assertThat(c.send(RawClient.get("/")).read().status()).isEqualTo(200);
        }
    }

    @Test
    void forwardedHeaders_areHandedOnLineByLine_andChangeNothing() throws IOException {
        InetSocketAddress address =
                serve(inbound -> text(inbound.remoteAddress() + inbound.secure() + inbound.headers("x-forwarded-for")));
        try (RawClient client = new RawClient(address)) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.1.2.3, 10.9\r\nX-Forwarded-Proto: https\r\n"
                    + "X-Forwarded-For: 10.4.5.6\r\nForwarded: for=10.7.8.9\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("127.0.0.1false[10.1.2.3, 10.9, 10.4.5.6]");
        }
    }

    @Test
    void close_leavesNoThreadBehind() {
        serve(inbound -> text("x"));
        listener.close();
        Await.until(
                "the server",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("http")));
    }
}
