// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of requests and responses. */
public abstract class TransportRequestContract extends TransportContract {
    @Test
    void connection_isKeptAlive_overManyRequests() throws IOException {
        InetSocketAddress address = serve(TransportContract::echo);
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
        InetSocketAddress address = serve(TransportContract::echo);
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/1") + RawClient.post("/2", "x") + RawClient.get("/3"));
            assertThat(client.read().body()).isEqualTo("GET /1 0 ");
            assertThat(client.read().body()).isEqualTo("POST /2 1 x");
            assertThat(client.read().body()).isEqualTo("GET /3 0 ");
        }
    }

    @Test
    void chunkedBody_arrivesWhole_withUnknownLength() throws IOException {
        InetSocketAddress address = serve(TransportContract::echo);
        try (RawClient client = new RawClient(address)) {
            client.send("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            client.send("2\r\nde\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("POST /c -1 abcde");
        }
    }

    @Test
    void bodyThatIsCoded_arrivesAsSent_withTheHeaderThatSaysSo() throws IOException {
        InetSocketAddress address =
                serve(inbound -> "gzip".equals(inbound.header("Content-Encoding")) ? echo(inbound) : text("no coding"));
        try (RawClient client = new RawClient(address)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nno gzip");
            assertThat(client.read().body()).isEqualTo("POST / 7 no gzip");
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
    void head_ofAStream_hasNoLength_unlessItIsKnown() throws IOException {
        InetSocketAddress address = serve(inbound -> inbound.target().equals("/known")
                ? Response.stream(200, "text/plain", 5, out -> out.write(utf8("12345")))
                : Response.stream(200, "text/plain", out -> out.write(utf8("12345"))));
        try (RawClient client = new RawClient(address)) {
            client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.read(true).headers()).doesNotContainKey("content-length");
            client.send("HEAD /known HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.read(true).headers())
                    .doesNotContainKey("transfer-encoding")
                    .containsEntry("content-length", "5");
            assertThat(client.send(RawClient.get("/")).read().body()).isEqualTo("12345");
        }
    }

    @Test
    void stream_ofKnownLength_isNotChunked() throws IOException {
        InetSocketAddress address =
                serve(inbound -> Response.stream(200, "text/plain", 300_000, out -> out.write(new byte[300_000])));
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 2; i++) {
                RawClient.Answer answer = client.send(RawClient.get("/")).read();
                assertThat(answer.headers())
                        .containsEntry("content-length", "300000")
                        .doesNotContainKey("transfer-encoding");
                assertThat(answer.body()).hasSize(300_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 300_000})
    void stream_thatIsNotAsLongAsItSaid_cutsTheConnection(int written) throws IOException {
        InetSocketAddress address =
                serve(inbound -> Response.stream(200, "text/plain", 200_000, out -> out.write(new byte[written])));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            RawClient.Answer answer = client.read();
            // Before the first byte is sent, it is an error response instead.
            if (answer.status() != 500) {
                assertThat(answer.body().length()).isLessThan(200_000);
                assertThat(client.closed()).isTrue();
            }
        }
    }

    @Test
    void answerThatSaysSo_isTheLastOfItsConnection() throws IOException {
        InetSocketAddress address = serve(inbound -> (inbound.target().equals("/stream")
                        ? Response.stream(200, "text/plain", out -> out.write(utf8("last")))
                        : text("last"))
                .with("connection", "Close"));
        for (String path : List.of("/", "/stream")) {
            try (RawClient client = new RawClient(address)) {
                RawClient.Answer answer = client.send(RawClient.get(path)).read();
                assertThat(answer.headers()).containsEntry("connection", "close");
                assertThat(answer.body() + rest(client)).isEqualTo("last");
            }
        }
    }

    /** Reads until the end of the connection, where a body without a length ends, too. */
    private static String rest(RawClient client) throws IOException {
        StringBuilder rest = new StringBuilder();
        for (int b = client.readByte(); b >= 0; b = client.readByte()) {
            rest.append((char) b);
        }
        return rest.toString();
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
    void moreRequestsThanAllowed_get503WithRetryAfter() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        InetSocketAddress address = serve(TransportLimits.USUAL.requests(2), inbound -> {
            inside.countDown();
            Await.open("the request", go);
            return text("done");
        });
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
            assertThat(served.requestsInFlight()).isEqualTo(2);
            go.countDown();
            assertThat(a.read().body()).isEqualTo("done");
            assertThat(b.read().body()).isEqualTo("done");
            Await.until("the server", () -> served.requestsInFlight() == 0);
            assertThat(c.send(RawClient.get("/")).read().status()).isEqualTo(200);
        }
    }

    @Test
    void forwardedHeaders_areHandedOnLineByLine_andChangeNothing() throws IOException {
        InetSocketAddress address =
                serve(inbound -> text(inbound.remoteAddress() + inbound.secure() + inbound.headers("x-forwarded-for")));
        try (RawClient client = new RawClient(address)) {
            client.send("""
                    GET / HTTP/1.1\r
                    Host: x\r
                    X-Forwarded-For: 10.1.2.3, 10.9\r
                    X-Forwarded-Proto: https\r
                    X-Forwarded-For: 10.4.5.6\r
                    Forwarded: for=10.7.8.9\r
                    \r
                    """);
            assertThat(client.read().body()).isEqualTo("127.0.0.1false[10.1.2.3, 10.9, 10.4.5.6]");
        }
    }
}
