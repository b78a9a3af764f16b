// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract of event streams. */
public abstract class TransportEventStreamContract extends TransportContract {
    private final ChannelRecorder recorder = new ChannelRecorder();

    @Override
    public void ended() {
        recorder.closeCode();
        assertThat(recorder.broken).isEmpty();
        assertThat(served.channels()).isZero();
    }

    private void serveEvents(TransportLimits limits) {
        serve(
                limits,
                inbound -> inbound.target().equals("/now")
                        ? Response.bytes(200, "text/plain", utf8("now"))
                        : Response.eventStream(recorder).with("X-Request-Id", "r1"));
    }

    private Socket connect(String request) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(15_000);
        socket.connect(served.address());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static List<String> head(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            // Names of headers are case-insensitive.
            lines.add(colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
        }
        return lines;
    }

    private static void send(Channel channel, String... pieces) {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        channel.send(
                List.of(pieces).stream().map(TransportEventStreamContract::utf8).toList(),
                e -> sent.complete(e == null));
        assertThat(Await.value(sent)).isTrue();
    }

    @Test
    void stream_beginsAtOnce_andEveryPieceArrivesWhenItIsSent() throws IOException {
        serveEvents(TransportLimits.USUAL);
        try (Socket client = connect(RawClient.get("/events"))) {
            BufferedReader in = reader(client);
            assertThat(head(in))
                    .contains(
                            "HTTP/1.1 200 OK",
                            "content-type: text/event-stream",
                            "cache-control: no-store",
                            "x-accel-buffering: no",
                            "x-request-id: r1");
            for (int i = 0; i < 50; i++) {
                send(recorder.channel(), "data: " + i + "\n", "\n");
                assertThat(in.readLine()).isEqualTo("data: " + i);
                assertThat(in.readLine()).isEmpty();
            }
            assertThat(served.requestsInFlight()).isZero();
            assertThat(served.channels()).isEqualTo(1);
            recorder.channel().close(1000, "done");
            assertThat(in.readLine()).isNull();
        }
        assertThat(recorder.closeCode()).isEqualTo(1000);
        Await.until("the connection to end", () -> served.connections() == 0);
    }

    @Test
    void jdkClient_readsItsLines_andItsEnd() throws Exception {
        serveEvents(TransportLimits.USUAL);
        CompletableFuture<HttpResponse<java.util.stream.Stream<String>>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + served.address().getPort() + "/events"))
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        Channel channel = recorder.channel();
        send(channel, ": hello\n\n");
        HttpResponse<java.util.stream.Stream<String>> head = answer.get(10, TimeUnit.SECONDS);
        send(channel, "data: x\n\n");
        channel.close(1012, "restart");
        assertThat(head.body().toList()).containsExactly(": hello", "", "data: x", "");
    }

    @Test
    void clientThatGoes_isNoticed_withoutAnythingBeingSent() throws IOException {
        serveEvents(TransportLimits.USUAL);
        Socket client = connect(RawClient.get("/events"));
        recorder.channel();
        client.close();
        assertThat(recorder.closeCode()).isEqualTo(1006);
        Await.until("the connection to end", () -> served.connections() == 0);
    }

    @Test
    void quietStream_outlivesTheIdleTimeoutOfRequests() throws IOException {
        serveEvents(TransportLimits.USUAL.idleTimeout(200));
        try (Socket client = connect(RawClient.get("/events"))) {
            BufferedReader in = reader(client);
            head(in);
            long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            Await.until("time to pass", () -> System.nanoTime() >= until);
            send(recorder.channel(), "still there\n");
            assertThat(in.readLine()).isEqualTo("still there");
        }
    }

    @Test
    void clientThatTakesNothing_holdsNoThread_andIsCutByAbort() throws IOException {
        serveEvents(TransportLimits.USUAL.threads(8));
        try (Socket client = connect(RawClient.get("/events"))) {
            CompletableFuture<Throwable> sent = new CompletableFuture<>();
            recorder.channel().send(List.of(new byte[32 * 1024 * 1024]), sent::complete);
            try (RawClient other = new RawClient(served.address())) {
                assertThat(other.send(RawClient.get("/now")).read().body()).isEqualTo("now");
            }
            assertThat(sent).isNotDone();
            recorder.channel().abort();
            assertThat(Await.value(sent)).isNotNull();
            assertThat(client.isConnected()).isTrue();
        }
        assertThat(recorder.closeCode()).isEqualTo(1006);
    }

    @Test
    void sendAfterSend_fromWhatFollows_doesNotDeepenTheStack() throws IOException {
        serveEvents(TransportLimits.USUAL);
        try (Socket client = connect(RawClient.get("/events"))) {
            BufferedReader in = reader(client);
            head(in);
            CompletableFuture<Void> begun = CompletableFuture.runAsync(() -> recorder.sendInTurn(utf8("x\n"), 20_000));
            for (int i = 0; i < 20_000; i++) {
                assertThat(in.readLine()).isEqualTo("x");
            }
            Await.value(begun);
        }
    }

    @Test
    void clientThatTalksOn_isCutOff() throws IOException {
        serveEvents(TransportLimits.USUAL);
        try (Socket client = connect(RawClient.get("/events"))) {
            recorder.channel();
            byte[] noise = new byte[64 * 1024];
            client.getOutputStream().write(noise);
            assertThat(recorder.closeCode()).isEqualTo(1006);
        }
    }

    @Test
    void head_ofAStream_opensNothing() throws IOException {
        serveEvents(TransportLimits.USUAL);
        try (Socket client = connect("HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n")) {
            BufferedReader in = reader(client);
            assertThat(head(in)).contains("HTTP/1.1 200 OK", "content-type: text/event-stream");
            assertThat(in.readLine()).isNull();
        }
        assertThat(recorder.closeCode()).isEqualTo(1006);
        assertThat(recorder.events).doesNotContain("opened");
    }

    @Test
    void oldProtocol_getsTheStream_too() throws IOException {
        serveEvents(TransportLimits.USUAL);
        try (Socket client = connect("GET /events HTTP/1.0\r\n\r\n")) {
            BufferedReader in = reader(client);
            head(in);
            send(recorder.channel(), "data: 1\n\n");
            assertThat(in.readLine()).isEqualTo("data: 1");
        }
    }
}
