// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of open WebSockets. */
public abstract class TransportWebSocketContract extends WebSocketScene {
    @Test
    void handshake_carriesTheRoutersHeaders_andTheSubprotocol_andNoExtension() throws IOException {
        serve(new ChannelRecorder());
        String more = """
                X-Choose: b\r
                Sec-WebSocket-Protocol: a, b\r
                Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
                """;
        try (RawWebSocket client = new RawWebSocket(served.address(), more, 0)) {
            assertThat(client.head)
                    .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    .containsIgnoringCase("Sec-WebSocket-Protocol: b")
                    .containsIgnoringCase("X-Request-Id: r1")
                    .doesNotContainIgnoringCase("Extensions", "Connection: close", "Content-Length");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jdkClient_talks_andClosesByHandshake(boolean virtualThreads) throws Exception {
        ChannelRecorder recorder = serve(TransportLimits.USUAL.virtualThreads(virtualThreads), ChannelRecorder.echo());
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + served.address().getPort() + "/ws"), new Hearing(heard, closed))
                .get(10, TimeUnit.SECONDS);
        for (int i = 0; i < 100; i++) {
            socket.sendText("caf\u00e9 " + i, true).get(10, TimeUnit.SECONDS);
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("caf\u00e9 " + i);
        }
        socket.sendText("in ", false).get(10, TimeUnit.SECONDS);
        socket.sendText("two", true).get(10, TimeUnit.SECONDS);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("in two");
        assertThat(served.requestsInFlight()).isZero();
        assertThat(served.channels()).isEqualTo(1);
        socket.sendClose(1000, "bye").get(10, TimeUnit.SECONDS);
        assertThat(recorder.closeCode()).isEqualTo(1000);
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
        Await.until("the connection to end", () -> served.connections() == 0);
    }

    @Test
    void jdkClient_readsWhyItWasClosed_whileItIsStillSending() throws Exception {
        ChannelRecorder recorder = serve(ChannelRecorder.echo());
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + served.address().getPort() + "/ws"),
                        new Hearing(new LinkedBlockingQueue<>(), closed))
                .get(10, TimeUnit.SECONDS);
        // May fail or not, as the connection ends in the middle of it.
        CompletableFuture<WebSocket> unused = socket.sendText("x".repeat(8 * 1024 * 1024), true);
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1009);
        assertThat(recorder.closeCode()).isEqualTo(1009);
    }

    private record Hearing(LinkedBlockingQueue<String> heard, CompletableFuture<Integer> closed)
            implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    @Test
    void messagesOfOneSend_arriveInOrder_smallAndLarge() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = connect()) {
            String[] texts = {
                "a", "", "b".repeat(200), "c".repeat(5_000), "d", "e".repeat(300_000), "f", "g".repeat(70_000)
            };
            CompletableFuture<Throwable> sent = new CompletableFuture<>();
            recorder.channel()
                    .send(
                            List.of(texts).stream()
                                    .map(TransportWebSocketContract::utf8)
                                    .toList(),
                            sent::complete);
            for (String text : texts) {
                RawWebSocket.Frame frame = client.read();
                assertThat(frame.fin()).isTrue();
                assertThat(frame.opCode()).isEqualTo(RawWebSocket.TEXT);
                assertThat(frame.text()).isEqualTo(text);
            }
            assertThat(sent.join()).isNull();
        }
    }

    @Test
    void sendAfterSend_fromWhatFollows_doesNotDeepenTheStack() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = connect()) {
            CompletableFuture<Void> begun = CompletableFuture.runAsync(() -> recorder.sendInTurn(utf8("x"), 20_000));
            for (int i = 0; i < 20_000; i++) {
                assertThat(client.read().text()).isEqualTo("x");
            }
            Await.value(begun);
        }
    }

    @Test
    void secondSend_beforeTheFirstHasLeft_isAMistake() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = new RawWebSocket(served.address(), "", 4096)) {
            Channel channel = recorder.channel();
            byte[] large = new byte[16 * 1024 * 1024];
            CompletableFuture<Throwable> sent = new CompletableFuture<>();
            channel.send(List.of(large), sent::complete);
            assertThatThrownBy(() -> channel.send(List.of(utf8("x")), failure -> {}))
                    .isInstanceOf(IllegalStateException.class);
            channel.abort();
            assertThat(Await.value(sent)).isNotNull();
            assertThat(recorder.closeCode()).isEqualTo(1006);
            CompletableFuture<Throwable> late = new CompletableFuture<>();
            channel.send(List.of(utf8("x")), late::complete);
            assertThat(Await.value(late)).isNotNull();
            assertThat(client.readClose()).isEqualTo(1006);
        }
    }

    @Test
    void pieces_arePutTogether_andPingsInBetweenAreAnswered() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = connect()) {
            byte[] euro = utf8("\u20ac");
            client.send(RawWebSocket.frame(RawWebSocket.TEXT, new byte[] {euro[0]}));
            client.send(RawWebSocket.frame(0x80 | RawWebSocket.PING, utf8("are you there")));
            client.send(RawWebSocket.frame(0, new byte[0]));
            client.send(RawWebSocket.frame(0x80, new byte[] {euro[1], euro[2]}));
            RawWebSocket.Frame pong = client.read();
            assertThat(pong.opCode()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.text()).isEqualTo("are you there");
            Await.until("the message", () -> recorder.events.size() == 2);
            assertThat(recorder.events).containsExactly("opened", "[\u20ac]");
        }
    }

    @Test
    void messageOfTheFullLength_passes_inOneFrameAndByByte() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = connect()) {
            String full = "y".repeat(MESSAGE_MAX);
            byte[] bytes = RawWebSocket.frame(0x80 | RawWebSocket.TEXT, utf8(full));
            client.send(bytes);
            for (byte b : RawWebSocket.frame(0x80 | RawWebSocket.TEXT, utf8("slow"))) {
                client.send(new byte[] {b});
            }
            Await.until("two messages", () -> recorder.events.size() == 3);
            assertThat(recorder.events).containsExactly("opened", "[" + full + "]", "[slow]");
        }
    }

    @Test
    void ping_isToldAsAliveWhenAnswered() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = connect()) {
            recorder.channel().ping();
            assertThat(client.read().opCode()).isEqualTo(RawWebSocket.PING);
            client.send(RawWebSocket.frame(0x80 | RawWebSocket.PONG, new byte[0]));
            Await.until("the sign of life", () -> recorder.events.contains("alive"));
        }
    }

    @Test
    void handlersThatBlock_keepNoOtherSocketWaiting() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(8);
        serve(TransportLimits.USUAL.threads(20), inbound -> {
            ChannelRecorder recorder = new ChannelRecorder((channel, text) -> {
                if (text.equals("wait")) {
                    inside.countDown();
                    Await.open("the test", go);
                }
                channel.send(List.of(utf8(text)), failure -> {});
            });
            recorders.add(recorder);
            return Response.webSocket(recorder, null, 100);
        });
        List<RawWebSocket> waiting = new ArrayList<>();
        try (RawWebSocket other = connect()) {
            for (int i = 0; i < 8; i++) {
                waiting.add(connect().text("wait"));
            }
            Await.open("eight messages", inside);
            for (int i = 0; i < 50; i++) {
                assertThat(other.text("x").read().text()).isEqualTo("x");
            }
            go.countDown();
            for (RawWebSocket client : waiting) {
                assertThat(client.read().text()).isEqualTo("wait");
                client.close();
            }
        }
    }

    @Test
    void connections_countWebSockets_andForgetThemWhenTheyGo() throws IOException {
        serve(ChannelRecorder.echo());
        try (RawWebSocket first = connect()) {
            assertThat(first.text("a").read().text()).isEqualTo("a");
            assertThat(served.channels()).isEqualTo(1);
            assertThat(served.connections()).isEqualTo(1);
        }
        Await.until("the channel to go", () -> served.channels() == 0);
        Await.until("the connection to go", () -> served.connections() == 0);
    }
}
