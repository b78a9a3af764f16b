// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of WebSocket frames and handshakes that break the protocol. */
@ExtendWith(ThreadLeaks.class)
public abstract class TransportHostileFramesContract extends TransportContract {
    private static final int MESSAGE_MAX = 1_000;
    private static final int SEQUENCES = 9_000;
    private static final int FRAMES_WANTED = 50_000;

    private final List<ChannelRecorder> recorders = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        serve(inbound -> {
            ChannelRecorder recorder = new ChannelRecorder();
            recorders.add(recorder);
            return Response.webSocket(recorder, null, MESSAGE_MAX);
        });
    }

    @Override
    public void ended() {
        assertThat(served.channels()).isZero();
        for (ChannelRecorder recorder : recorders) {
            recorder.closeCode();
            assertThat(recorder.broken).isEmpty();
        }
    }

    /**
     * @param frames each as first byte in hex, payload (a number of x, or hex behind #), and m or u for masked or not
     */
    @ParameterizedTest
    @CsvSource({
        "82 3 m, 1003",
        "83 3 m, 1002",
        "8b 3 m, 1002",
        "c1 3 m, 1002",
        "81 3 u, 1002",
        "80 3 m, 1002",
        "01 3 m 81 3 m, 1002",
        "09 3 m, 1002",
        "89 126 m, 1002",
        "81 1001 m, 1009",
        "01 600 m 80 600 m, 1009",
        "81 #c328 m, 1007",
        "81 #eda080 m, 1007",
        "81 #f4908080 m, 1007",
        "81 #c080 m, 1007",
        "01 #e2 m 80 #82 m, 1007",
        "88 #03 m, 1002",
        "88 #03edc3 m, 1002",
        "88 #03e8 m, 1000",
        "88 #0bb8 m, 3000",
        "88 #1387 m, 4999",
        "88 #1388 m, 1002",
        "88 #30c8 m, 1002",
        "88 #ffff m, 1002",
    })
    void wrongFrames_endWithTheCodeForIt(String frames, int code) throws IOException {
        try (RawWebSocket client = new RawWebSocket(served.address())) {
            String[] parts = frames.split(" ");
            for (int i = 0; i < parts.length; i += 3) {
                int first = Integer.parseInt(parts[i], 16);
                byte[] payload = parts[i + 1].startsWith("#")
                        ? java.util.HexFormat.of().parseHex(parts[i + 1].substring(1))
                        : "x".repeat(Integer.parseInt(parts[i + 1])).getBytes(StandardCharsets.UTF_8);
                client.send(RawWebSocket.frame(first, payload, parts[i + 2].equals("m"), payload.length));
            }
            assertThat(client.readClose()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, HTTP/1.1, 13, dGhlIHNhbXBsZSBub25jZQ==, 426",
        "POST, HTTP/1.1, 13, dGhlIHNhbXBsZSBub25jZQ==, 426",
        "GET, HTTP/1.0, 13, dGhlIHNhbXBsZSBub25jZQ==, 426",
        "GET, HTTP/1.1, 8, dGhlIHNhbXBsZSBub25jZQ==, 426",
        "GET, HTTP/1.1, 13, short, 400",
        "GET, HTTP/1.1, 13, , 400",
    })
    void wrongHandshakes_areOrdinaryErrors(String method, String version, String webSocket, String key, int status)
            throws IOException {
        try (RawClient client = new RawClient(served.address())) {
            client.send(method + " /ws " + version + "\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: " + webSocket + "\r\n"
                    + (key == null ? "" : "Sec-WebSocket-Key: " + key + "\r\n") + "\r\n");
            assertThat(client.read(method.equals("HEAD")).status()).isEqualTo(status);
        }
        assertThat(recorders.get(0).closeCode()).isEqualTo(1006);
    }

    @Test
    void randomFrames_endOrGoOn_andLeaveNothing() {
        AtomicInteger sequences = new AtomicInteger();
        AtomicInteger frames = new AtomicInteger();
        Seeds.forEach(SEQUENCES, random -> {
            sequences.incrementAndGet();
            try (RawWebSocket client = new RawWebSocket(served.address())) {
                for (int left = 1 + random.nextInt(10); left > 0; left--) {
                    client.send(randomFrame(random));
                    frames.incrementAndGet();
                }
                client.send(RawWebSocket.closing(1000));
                frames.incrementAndGet();
                client.endOutput();
                assertThat(client.readClose()).matches(TransportHostileFramesContract::maySend, "may be sent");
            } catch (java.net.SocketException e) {
                // Cut while it was still sending, which is an end as well.
                assertThat(e).isNotNull();
            }
            ChannelRecorder last = recorders.get(recorders.size() - 1);
            last.closeCode();
            assertThat(last.broken).isEmpty();
            recorders.clear();
        });
        Await.until("the channels to go", () -> served.channels() == 0);
        Await.until("the connections to end", () -> served.connections() == 0);
        // A given seed runs one sequence alone.
        if (sequences.get() >= SEQUENCES) {
            assertThat(frames).hasValueGreaterThanOrEqualTo(FRAMES_WANTED);
        }
    }

    /**
     * Tells whether RFC 6455 section 7.4 lets a close frame carry the code, or the connection ended without one (1006).
     */
    private static boolean maySend(int code) {
        return code >= 1000 && code <= 1014 || code >= 3000 && code <= 4999;
    }

    private static byte[] randomFrame(Random random) {
        int[] usual = {0x01, 0x81, 0x00, 0x80, 0x89, 0x8a};
        int first = random.nextInt(4) > 0 ? usual[random.nextInt(usual.length)] : random.nextInt(256);
        byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 1_500 : 20)];
        if (random.nextInt(8) == 0) {
            random.nextBytes(payload);
        }
        boolean odd = random.nextInt(20) == 0;
        return RawWebSocket.frame(
                first, payload, random.nextInt(30) > 0, odd ? random.nextInt(70_000) : payload.length);
    }

    @Test
    void drain_closesAllAtOnce_andIsSoonOver() throws IOException {
        List<RawWebSocket> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(new RawWebSocket(served.address()));
        }
        Await.until("the channels", () -> served.channels() == 200);
        served.drain(Duration.ofSeconds(20));
        assertThat(served.connections()).isZero();
        for (RawWebSocket client : clients) {
            assertThat(client.readClose()).isEqualTo(1012);
            client.close();
        }
    }
}
