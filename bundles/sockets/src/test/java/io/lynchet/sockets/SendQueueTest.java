// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Frame;
import io.lynchet.sockets.limit.SocketSettings;
import io.lynchet.sockets.socket.CloseReason;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What handlers offer reaches the client in order, and what does not fit is refused. A queue is full at 1,000 bytes
 * here.
 */
class SendQueueTest {
    private final TestSocketServer test = new TestSocketServer();
    private final FakeHandler handler = new FakeHandler("a");
    private FakeChannel channel;
    private ClientSocket socket;

    @BeforeEach
    void open() {
        test.with(handler);
        channel = test.live();
        socket = handler.socket;
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static Frame ofSize(int bytes) {
        return Frame.of("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void offer_idleSocket_sendsAtOnceWithoutCopying() {
        Frame frame = FakeHandler.frame("{'n':1}");

        assertThat(socket.offer(frame)).isTrue();

        assertThat(channel.batches()).hasSize(1);
        assertThat(channel.batches().get(0).get(0)).isSameAs(frame.json());
    }

    @Test
    void offer_eventStream_sendsTheEvent() {
        FakeChannel stream = test.open(FakeRequest.get("/api/sync/events"));

        handler.socket.offer(Frame.of("{}".getBytes(StandardCharsets.UTF_8), "4.s"));

        assertThat(stream.texts()).containsExactly("id: 4.s\ndata: {}\n\n");
    }

    @Test
    void offer_whileASendIsUnderWay_goesTogetherInTheNext() {
        channel.slow();
        for (int i = 0; i < 5; i++) {
            socket.offer(FakeHandler.frame(Integer.toString(i)));
        }
        assertThat(channel.batches()).hasSize(1);

        channel.take();

        assertThat(channel.batches()).hasSize(2);
        assertThat(channel.texts()).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void offer_moreThanOneBatchTakes_isSentInSeveral() {
        try (TestSocketServer large =
                new TestSocketServer(new SocketSettings(20, 5, 3, 4_096, 10_000_000, 25, 60, 120, 1))) {
            FakeHandler any = new FakeHandler("a");
            large.with(any);
            FakeChannel slow = large.live().slow();
            any.socket.offer(ofSize(1));
            for (int i = 0; i < 5; i++) {
                any.socket.offer(ofSize(100_000));
            }
            any.socket.offer(ofSize(900_000));

            slow.takeAll();

            assertThat(slow.batches()).extracting(List::size).containsExactly(1, 2, 2, 1, 1);
        }
    }

    @Test
    void offer_fullQueue_isRefusedAndCounted() {
        channel.slow();
        assertThat(socket.offer(ofSize(999))).isTrue();
        assertThat(socket.offer(ofSize(5_000)))
                .as("a queue that is not full takes any size")
                .isTrue();

        assertThat(socket.offer(ofSize(1))).isFalse();

        assertThat(test.server.sockets().open()).singleElement().satisfies(open -> {
            assertThat(open.queuedBytes()).isEqualTo(5_999);
            assertThat(open.refusedFrames()).isEqualTo(1);
        });
        channel.takeAll();
        assertThat(socket.offer(ofSize(1))).isTrue();
        assertThat(channel.texts()).extracting(String::length).containsExactly(999, 5_000, 1);
    }

    @Test
    void whenDrained_queueThatEmpties_runsOnceOnAnotherThread() {
        channel.slow();
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<Thread> thread = new AtomicReference<>();
        socket.offer(ofSize(1));
        socket.offer(ofSize(2));
        socket.whenDrained(() -> {
            thread.set(Thread.currentThread());
            runs.incrementAndGet();
        });
        channel.take();
        assertThat(runs).hasValue(0);

        channel.take();

        Await.until("the action", () -> runs.get() == 1);
        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
        socket.offer(ofSize(1));
        channel.takeAll();
        AtomicInteger later = new AtomicInteger();
        socket.whenDrained(later::incrementAndGet);
        Await.until("the later action", () -> later.get() == 1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void whenDrained_queueThatNeverEmpties_runsWhenTheFramesOfThenHaveGone() {
        channel.slow();
        AtomicInteger runs = new AtomicInteger();
        socket.offer(ofSize(1));
        socket.offer(ofSize(2));
        socket.whenDrained(runs::incrementAndGet);
        channel.take();
        socket.offer(ofSize(3));
        assertThat(runs).hasValue(0);

        channel.take();

        Await.until("the action", () -> runs.get() == 1);
        assertThat(test.server.sockets().open())
                .singleElement()
                .satisfies(
                        open -> assertThat(open.queuedBytes()).as("on its way").isEqualTo(3));
        channel.takeAll();
        assertThat(runs).hasValue(1);
    }

    @Test
    void whenDrained_socketThatClosesFirst_neverRuns() {
        channel.slow();
        AtomicInteger runs = new AtomicInteger();
        socket.offer(ofSize(1));
        socket.whenDrained(runs::incrementAndGet);
        channel.end(1006);
        channel.take();
        socket.whenDrained(runs::incrementAndGet);

        test.close();

        assertThat(runs).hasValue(0);
    }

    @Test
    void whenDrained_actionThatEndsInAnError_doesNotStopTheNext() {
        AtomicInteger runs = new AtomicInteger();
        socket.whenDrained(() -> {
            throw new NoClassDefFoundError("com/acme/Tools");
        });
        socket.whenDrained(runs::incrementAndGet);
        Await.until("the next action", () -> runs.get() == 1);
        socket.whenDrained(runs::incrementAndGet);
        Await.until("a later action", () -> runs.get() == 2);
    }

    @Test
    void whenDrained_actionThatThrows_doesNotStopTheNext() {
        AtomicInteger runs = new AtomicInteger();
        socket.whenDrained(() -> {
            throw new IllegalStateException("meant to fail");
        });
        socket.whenDrained(runs::incrementAndGet);

        Await.until("the next action", () -> runs.get() == 1);
    }

    @Test
    void close_withFramesQueued_sendsThemFirst() {
        channel.slow();
        socket.offer(FakeHandler.frame("1"));
        socket.offer(FakeHandler.frame("2"));

        socket.close(CloseCode.NORMAL, "bye");

        assertThat(channel.closes()).isZero();
        assertThat(socket.isOpen()).isFalse();
        assertThat(socket.offer(FakeHandler.frame("3"))).isFalse();
        channel.takeAll();
        assertThat(channel.texts()).containsExactly("1", "2");
        assertThat(channel.closeCode()).isEqualTo(CloseCode.NORMAL);
        assertThat(channel.closes()).isEqualTo(1);
    }

    @Test
    void close_clientThatTakesNothing_isCutAfterTenSeconds() {
        channel.slow();
        socket.offer(FakeHandler.frame("1"));
        socket.close(CloseCode.NORMAL, "bye");
        test.pass(Duration.ofSeconds(9));
        assertThat(channel.isAborted()).isFalse();

        test.pass(Duration.ofSeconds(2));

        assertThat(channel.isAborted()).isTrue();
        assertThat(test.server.admission().isEmpty()).isTrue();
    }

    @Test
    void close_clientThatNeverAnswers_isCutInTheEnd() {
        channel.deaf();
        socket.close(CloseCode.NORMAL, "bye");

        test.pass(Duration.ofSeconds(21));

        assertThat(channel.isAborted()).isTrue();
        assertThat(test.server.sockets().open()).isEmpty();
    }

    @Test
    void close_twice_keepsTheFirstCode() {
        channel.slow();
        socket.offer(FakeHandler.frame("1"));
        socket.close(CloseCode.RESTARTING, "a");
        socket.close(CloseCode.NORMAL, "b");

        channel.takeAll();

        assertThat(channel.closes()).isEqualTo(1);
        assertThat(channel.closeCode()).isEqualTo(CloseCode.RESTARTING);
    }

    @Test
    void visit_sendWithoutProgress_isCutAfterTwoMinutes() {
        FakeChannel stream = test.open(FakeRequest.get("/api/sync/events")).slow();
        handler.socket.offer(FakeHandler.frame("1"));
        handler.socket.offer(FakeHandler.frame("2"));
        test.pass(Duration.ofSeconds(119));
        stream.take();
        test.pass(Duration.ofSeconds(119));
        assertThat(stream.isAborted()).isFalse();

        test.pass(Duration.ofSeconds(2));

        assertThat(stream.isAborted()).isTrue();
    }

    @Test
    void send_thatFails_endsTheSocket() {
        channel.slow();
        socket.offer(FakeHandler.frame("1"));
        socket.offer(FakeHandler.frame("2"));

        channel.breakOff();

        assertThat(channel.isAborted()).isTrue();
        assertThat(socket.isOpen()).isFalse();
        assertThat(handler.calls).containsExactly("opened", "closed");
    }

    @Test
    void reason_longerThanAFrameTakes_isCutBetweenCharacters() {
        String reason = CloseReason.fitting("ä".repeat(100));

        assertThat(reason).isEqualTo("ä".repeat(61));
        assertThat(CloseReason.fitting(null)).isEmpty();
        assertThat(CloseReason.fitting("short")).isEqualTo("short");
    }
}
