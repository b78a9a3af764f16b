// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.end;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Transport;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.OneRoute;
import io.lynchet.testkit.transport.Served;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of a hand-over: one transport gives its connections to the next. */
public abstract class TransportHandOverContract extends TransportContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private Served first;
    private Transport second;

    @BeforeEach
    void open() {
        first = Served.open(fixture(), TransportLimits.USUAL, OneRoute.gate(inbound -> {
            if (inbound.target().equals("/slow")) {
                inside.countDown();
                Await.open("the request", go);
            }
            return text("first " + inbound.target());
        }));
        second = fixture().start(TransportLimits.USUAL, OneRoute.gate(inbound -> text("second " + inbound.target())));
    }

    @Override
    public void ended() {
        first.close();
        fixture().stop(second);
    }

    private CompletableFuture<Void> handOver() {
        return CompletableFuture.runAsync(() -> first.transport().handOver(second::take, PATIENCE));
    }

    @Test
    void idleConnection_goesOnAtTheNext_afterAnyKindOfRequest() throws IOException {
        try (RawClient fresh = new RawClient(first.address());
                RawClient got = new RawClient(first.address());
                RawClient posted = new RawClient(first.address())) {
            assertThat(got.send(RawClient.get("/1")).read().body()).isEqualTo("first /1");
            assertThat(posted.send(RawClient.post("/1", "{}")).read().body()).isEqualTo("first /1");
            Await.until("the connections", () -> first.connections() == 3);
            first.transport().handOver(second::take, PATIENCE);
            assertThat(first.connections()).isZero();
            for (RawClient client : List.of(fresh, got, posted)) {
                RawClient.Answer answer = client.send(RawClient.get("/2")).read();
                assertThat(answer.body()).isEqualTo("second /2");
                assertThat(answer.headers()).doesNotContainKey("connection");
            }
            first.close();
            assertThat(got.send(RawClient.get("/3")).read().body()).isEqualTo("second /3");
        }
    }

    @Test
    void requestThatWaitsUnread_isAnsweredByTheNext() throws IOException {
        List<SocketChannel> between = new CopyOnWriteArrayList<>();
        try (RawClient client = new RawClient(first.address())) {
            assertThat(client.send(RawClient.get("/1")).read().body()).isEqualTo("first /1");
            first.transport().handOver(between::add, PATIENCE);
            assertThat(between).hasSize(1);
            client.send(RawClient.get("/2"));
            second.take(between.get(0));
            assertThat(client.read().body()).isEqualTo("second /2");
        }
    }

    @Test
    void connectionJustTaken_isGivenBack_andNeverCut() throws IOException {
        List<SocketChannel> given = new CopyOnWriteArrayList<>();
        try (RawClient client = new RawClient(first.address())) {
            Await.until("the connection", () -> first.connections() == 1);
            first.transport().handOver(given::add, PATIENCE);
            for (int i = 1; i <= 500; i++) {
                second.take(given.get(i - 1));
                second.handOver(given::add, PATIENCE);
                assertThat(given).hasSize(i + 1);
                assertThat(given.get(i).isOpen()).isTrue();
                assertThat(second.connections()).isZero();
            }
            second.take(given.get(0));
            assertThat(client.send(RawClient.get("/")).read().body()).isEqualTo("second /");
        }
    }

    @Test
    void runningRequest_endsWhereItBegan_withTheLastAnswerOfItsConnection() throws Exception {
        try (RawClient busy = new RawClient(first.address());
                RawClient idle = new RawClient(first.address())) {
            busy.send(RawClient.get("/slow"));
            Await.open("the request", inside);
            Await.until("the connections", () -> first.connections() == 2);
            CompletableFuture<Void> handed = handOver();
            Await.until("the idle one to go", () -> first.connections() == 1);
            assertThat(idle.send(RawClient.get("/2")).read().body()).isEqualTo("second /2");
            assertThat(handed).isNotDone();
            go.countDown();
            RawClient.Answer answer = busy.read();
            assertThat(answer.body()).isEqualTo("first /slow");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(busy.closed()).isTrue();
            Await.value(handed);
        }
    }

    @Test
    void requestThatHasBegun_isAnsweredWhereItBegan() throws Exception {
        try (RawClient client = new RawClient(first.address())) {
            assertThat(client.send(RawClient.get("/1")).read().body()).isEqualTo("first /1");
            client.send("GET /2 HT");
            CompletableFuture<Void> handed = handOver();
            client.send("TP/1.1\r\nHost: x\r\n\r\n");
            // Either transport may read its beginning first; the response comes once, and whole.
            assertThat(client.read().body()).isIn("first /2", "second /2");
            Await.value(handed);
        }
    }

    @Test
    void take_callsTheHandOverOff() throws Exception {
        try (RawClient busy = new RawClient(first.address())) {
            busy.send(RawClient.get("/slow"));
            Await.open("the request", inside);
            CompletableFuture<Void> handed = handOver();
            Await.until("the hand-over", first::isDrained);
            try (RawClient later = new RawClient(first.address())) {
                RawClient.Answer answer = later.send(RawClient.get("/2")).read();
                assertThat(answer.body()).isEqualTo("first /2");
                assertThat(answer.headers()).doesNotContainKey("connection");
                Await.value(handed);
            }
            go.countDown();
            assertThat(busy.read().headers()).doesNotContainKey("connection");
        }
    }

    @Test
    void stoppedServer_refusesToTake_andLeavesTheConnectionOpen() throws IOException {
        fixture().stop(second);
        try (SocketChannel connection = SocketChannel.open(first.address())) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> second.take(connection))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(connection.isOpen()).isTrue();
        }
    }
}
