// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of the end of WebSockets, and of the events that report it. */
public abstract class TransportWebSocketEndContract extends WebSocketScene {
    private static void send(Channel channel, String... texts) {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        List<byte[]> messages = new ArrayList<>();
        for (String text : texts) {
            messages.add(utf8(text));
        }
        channel.send(messages, failure -> sent.complete(failure == null));
        assertThat(Await.value(sent)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1000", "1001", "1012", "1013", "4408"})
    void close_comesBehindWhatWasSent_andIsToldOnce(int code) throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = connect()) {
            String large = "z".repeat(2_000_000);
            recorder.channel().send(List.of(utf8("first"), utf8(large)), failure -> {});
            recorder.channel().close(code, "why");
            recorder.channel().close(1000, "again");
            assertThat(client.read().text()).isEqualTo("first");
            assertThat(client.read().text()).isEqualTo(large);
            RawWebSocket.Frame close = client.read();
            assertThat(close.closeCode()).isEqualTo(code);
            assertThat(new String(close.payload(), 2, 3, StandardCharsets.UTF_8))
                    .isEqualTo("why");
            client.send(RawWebSocket.closing(code));
            assertThat(client.read()).isNull();
            assertThat(recorder.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void close_ofASocketWhoseClientTakesNothing_cutsItAfterAWhile() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = new RawWebSocket(served.address(), "", 4096)) {
            recorder.channel().send(List.of(new byte[16 * 1024 * 1024]), failure -> {});
            recorder.channel().close(1013, "too slow");
            assertThat(recorder.closeCode()).isEqualTo(1006);
            assertThat(client.head).isNotEmpty();
        }
    }

    @Test
    void closeCode_thatCannotBeSent_isAMistake() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        try (RawWebSocket client = connect()) {
            for (int code : new int[] {0, 999, 1005, 1006, 1015, 5000}) {
                assertThatThrownBy(() -> recorder.channel().close(code, ""))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            send(recorder.channel(), "still open");
            assertThat(client.read().text()).isEqualTo("still open");
        }
    }

    @Test
    void brokenConnection_isTold_alsoWhileAMessageIsHandled() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ChannelRecorder recorder = serve(new ChannelRecorder((channel, text) -> {
            inside.countDown();
            Await.open("the test", go);
        }));
        RawWebSocket client = connect();
        client.text("hold on");
        Await.open("the message", inside);
        recorder.channel().abort();
        client.reset();
        Await.until("the connection to end", () -> served.connections() == 0);
        assertThat(recorder.closed).isNotDone();
        go.countDown();
        assertThat(recorder.closeCode()).isEqualTo(1006);
        assertThat(recorder.events).containsExactly("opened", "[hold on]", "closed 1006");
    }

    @Test
    void clientThatVanishes_isTold() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder());
        RawWebSocket client = connect();
        recorder.channel();
        client.close();
        assertThat(recorder.closeCode()).isEqualTo(1006);
        Await.until("the channel to go", () -> served.channels() == 0);
    }

    @Test
    void handlerThatFails_closesWith1011_andTellsNothingOfWhy() throws IOException {
        ChannelRecorder recorder = serve(new ChannelRecorder((channel, text) -> {
            throw new IllegalStateException("a secret");
        }));
        try (RawWebSocket client = connect()) {
            client.text("x");
            RawWebSocket.Frame close = client.read();
            assertThat(close.closeCode()).isEqualTo(1011);
            assertThat(close.text()).doesNotContain("secret");
        }
        assertThat(recorder.closeCode()).isEqualTo(1011);
    }

    @Test
    void handlerThatFailsWhenOpened_closesWith1011() throws IOException {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        serve(inbound -> Response.webSocket(
                new ChannelHandler() {
                    @Override
                    public void opened(Channel channel) {
                        throw new IllegalStateException("broken");
                    }

                    @Override
                    public void message(byte[] text) {}

                    @Override
                    public void closed(int code, String reason) {
                        closed.complete(code);
                    }
                },
                null,
                100));
        try (RawWebSocket client = connect()) {
            assertThat(client.readClose()).isEqualTo(1011);
        }
        assertThat(Await.value(closed)).isEqualTo(1011);
    }
}
