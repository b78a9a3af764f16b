// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.sockets.socket.ConnectedSocket;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.auth.FakeRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handlers are called one at a time for one socket, in order, and may come and go. */
@ExtendWith(ThreadLeaks.class)
class HandlerCallsTest {
    private final TestSocketServer test = new TestSocketServer();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        test.close();
        threads.shutdownNow();
    }

    @Test
    void handler_ofASocketsWholeLife_isCalledInOrder() {
        FakeHandler handler = new FakeHandler("a", "b");
        FakeChannel channel = test.with(handler).live();

        channel.say("{'type':'a'}");
        channel.say("{'type':'b','more':[1,2]}");
        channel.end(CloseCode.NORMAL);

        assertThat(handler.calls).containsExactly("opened", "frame a", "frame b", "closed");
    }

    @Test
    void handler_ofOtherTypes_isToldOfTheSocketToo() {
        FakeHandler other = new FakeHandler("b");
        FakeChannel channel = test.with(new FakeHandler("a"), other).live();

        channel.say("{'type':'a'}");
        channel.end(CloseCode.NORMAL);

        assertThat(other.calls).containsExactly("opened", "closed");
    }

    @Test
    void handler_laterThanTheSocket_isToldThatItIsOpen() {
        FakeChannel channel = test.live();
        FakeHandler late = new FakeHandler("a");

        test.with(late);

        assertThat(late.calls).containsExactly("opened");
        channel.say("{'type':'a'}");
        assertThat(late.calls).containsExactly("opened", "frame a");
    }

    @Test
    void handler_thatLeaves_closesSocketsThatSentItFrames() {
        FakeHandler leaving = new FakeHandler("a");
        test.with(leaving);
        FakeChannel used = test.live();
        used.say("{'type':'a'}");
        FakeChannel unused = test.live();

        test.server.removeHandler(leaving);

        assertThat(used.closeCode()).isEqualTo(CloseCode.RESTARTING);
        assertThat(unused.closes()).isZero();
    }

    @Test
    void handler_thatLeaves_closesSocketsOnWhichItHasSaidAnything() {
        FakeHandler leaving = new FakeHandler("a");
        FakeChannel channel = test.with(leaving).live();
        leaving.socket.offer(FakeHandler.frame("{}"));

        test.server.removeHandler(leaving);

        assertThat(channel.closeCode()).isEqualTo(CloseCode.RESTARTING);
        assertThat(leaving.calls).containsExactly("opened", "closed");
    }

    @Test
    void handler_thatLeaves_closesSocketsForSyncThoughUnused() {
        FakeHandler leaving = new FakeHandler("a");
        FakeChannel channel = test.with(leaving).sync();

        test.server.removeHandler(leaving);

        assertThat(channel.closeCode()).isEqualTo(CloseCode.RESTARTING);
    }

    @Test
    void handler_thatHasLeft_canSayNothingMore() {
        FakeHandler leaving = new FakeHandler("a");
        FakeHandler staying = new FakeHandler("b");
        FakeChannel channel = test.with(leaving, staying).live();

        test.server.removeHandler(leaving);

        assertThat(leaving.socket.offer(FakeHandler.frame("{}"))).isFalse();
        assertThat(leaving.socket.isOpen()).isFalse();
        leaving.socket.close(CloseCode.NORMAL, "");
        assertThat(channel.closes()).isZero();
        assertThat(staying.socket.offer(FakeHandler.frame("{}"))).isTrue();
    }

    @Test
    void handler_newerOfTheSameType_getsNewSocketsOnly() {
        FakeHandler older = new FakeHandler("a");
        FakeHandler newer = new FakeHandler("a", "b");
        FakeChannel first = test.with(older).live();
        first.say("{'type':'a'}");
        FakeChannel second = test.with(newer).live();

        first.say("{'type':'a'}");
        second.say("{'type':'a'}");

        assertThat(older.calls).containsExactly("opened", "frame a", "frame a");
        assertThat(newer.calls).containsExactly("opened", "frame a");
    }

    @Test
    void handler_whoseElderLeaves_takesOverUnusedSockets() {
        FakeHandler older = new FakeHandler("a");
        FakeHandler newer = new FakeHandler("a");
        FakeChannel channel = test.with(older).live();
        test.with(newer);

        test.server.removeHandler(older);

        channel.say("{'type':'a'}");
        assertThat(older.calls).containsExactly("opened", "closed");
        assertThat(newer.calls).containsExactly("opened", "frame a");
    }

    @Test
    void frame_whoseHandlerHasLeft_isAnsweredUnavailable() {
        FakeHandler leaving = new FakeHandler("a");
        FakeChannel channel = test.with(leaving).live();
        test.server.removeHandler(leaving);

        channel.say("{'type':'a','id':'q1'}");

        assertThat(channel.texts())
                .singleElement()
                .asString()
                .contains("'type':'error'", "'id':'q1'", "'UNAVAILABLE'", "'hint':'Send it again in 1 s.'");
        assertThat(channel.closes()).isZero();
    }

    @Test
    void remove_whileAFrameIsInside_waitsForIt() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FakeHandler leaving = new FakeHandler("a");
        leaving.onFrame = socket -> {
            inside.countDown();
            Await.open("the test", go);
            socket.offer(FakeHandler.frame("{}"));
        };
        FakeChannel channel = test.with(leaving).live();
        threads.execute(() -> channel.say("{'type':'a'}"));
        Await.open("the frame", inside);
        CountDownLatch removed = new CountDownLatch(1);

        threads.execute(() -> {
            test.server.removeHandler(leaving);
            removed.countDown();
        });
        Await.until("the handler's leave", () -> !test.server.hasHandlers());
        assertThat(removed.getCount()).isEqualTo(1);
        go.countDown();

        Await.open("the removal", removed);
        Await.until("the close", () -> channel.closeCode() == CloseCode.RESTARTING);
        assertThat(channel.texts()).containsExactly("{}");
    }

    @Test
    void frameThatBlocks_otherSocketsAndItsOwnChanges_goOn() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FakeHandler blocking = new FakeHandler("a");
        FakeHandler late = new FakeHandler("b");
        test.with(blocking);
        FakeChannel channel = test.live();
        ConnectedSocket socket = (ConnectedSocket) channel.handler;
        blocking.onFrame = from -> {
            inside.countDown();
            Await.open("the test", go);
        };
        threads.execute(() -> channel.say("{'type':'a'}"));
        Await.open("the frame", inside);

        // None of these waits, else the test would hang here.
        test.with(late);
        socket.principalIs(FakeRequest.get("/").session("ada", "s").principal());
        channel.end(CloseCode.NORMAL);
        assertThat(blocking.calls).containsExactly("opened", "frame a");
        assertThat(late.calls).isEmpty();
        go.countDown();

        Await.until("the end", () -> blocking.calls.contains("closed"));
        assertThat(blocking.calls).containsExactly("opened", "frame a", "principal ada", "closed");
        assertThat(late.calls).containsExactly("opened", "principal ada", "closed");
    }

    @Test
    void close_byAHandlerInsideItsFrame_isToldAfterTheFrame() {
        FakeHandler handler = new FakeHandler("a");
        handler.onFrame = socket -> {
            socket.close(CloseCode.NORMAL, "done");
            handler.calls.add("frame ends");
        };
        FakeChannel channel = test.with(handler).live();

        channel.say("{'type':'a'}");

        assertThat(handler.calls).containsExactly("opened", "frame a", "frame ends", "closed");
    }

    @Test
    void opened_thatCloses_endsInOrder() {
        FakeHandler handler = new FakeHandler("a");
        handler.onOpened = socket -> socket.close(CloseCode.TRY_LATER, "full");

        FakeChannel channel = test.with(handler).live();

        assertThat(handler.calls).containsExactly("opened", "closed");
        assertThat(channel.closeCode()).isEqualTo(CloseCode.TRY_LATER);
        assertThat(test.server.admission().isEmpty()).isTrue();
    }

    @Test
    void opened_thatEndsInAnError_closesWith1011() {
        FakeHandler handler = new FakeHandler("a");
        handler.onOpened = socket -> {
            throw new StackOverflowError();
        };

        FakeChannel channel = test.with(handler).live();

        assertThat(channel.closeCode()).isEqualTo(CloseCode.FAILED);
    }

    @Test
    void opened_thatThrows_closesWith1011() {
        FakeHandler handler = new FakeHandler("a");
        handler.onOpened = socket -> {
            throw new IllegalStateException("meant to fail");
        };

        FakeChannel channel = test.with(handler).live();

        assertThat(channel.closeCode()).isEqualTo(CloseCode.FAILED);
    }

    @Test
    void view_ofASocket_tellsWhatTheRequestSaid() {
        FakeHandler handler = new FakeHandler("a");
        test.with(handler).open(TestSocketServer.upgrade("/api/live").session("ada", "s1"));
        ClientSocket socket = handler.socket;

        assertThat(socket.principal().userId()).isEqualTo("ada");
        assertThat(socket.purpose()).isEqualTo(ClientSocket.Purpose.LIVE);
        assertThat(socket.eventStream()).isFalse();
        assertThat(socket.lastEventId()).isNull();
        assertThat(test.server.sockets().open()).singleElement().satisfies(open -> {
            assertThat(open.id()).isEqualTo(socket.id());
            assertThat(open.principal()).isEqualTo("ada");
            assertThat(open.address()).isEqualTo("192.0.2.1");
        });
    }
}
