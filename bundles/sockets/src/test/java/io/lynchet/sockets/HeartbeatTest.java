// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.ClientSocket.Purpose;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.sockets.limit.SocketSettings;
import io.lynchet.sockets.request.SocketOrigin;
import io.lynchet.sockets.socket.ConnectedSocket;
import io.lynchet.sockets.socket.Heartbeat;
import io.lynchet.sockets.socket.SocketTable;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.auth.FakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signs of life of both sides, and whether the credentials are still good. */
@ExtendWith(ThreadLeaks.class)
class HeartbeatTest {
    private final TestSocketServer test =
            new TestSocketServer(new SocketSettings(1_000, 0, 0, 4_096, 1_000, 25, 60, 120, 2));
    private final AtomicInteger checks = new AtomicInteger();
    private volatile Supplier<Caller> answer = () -> caller(Principal.user("ada"));

    @AfterEach
    void close() {
        test.close();
    }

    private static Caller caller(Principal principal) {
        return Caller.unlimited(principal, Caller.Kind.SESSION, "s1");
    }

    /** A socket whose credentials the test decides about; the request of the kit always says the same. */
    private FakeChannel checked() {
        ConnectedSocket socket = test.server.socket(
                new SocketOrigin(Purpose.LIVE, false, Map.of(), null, "192.0.2.1", Principal.user("ada"), () -> {
                    checks.incrementAndGet();
                    return answer.get();
                }));
        return new FakeChannel(socket).open();
    }

    private void visitAndAwaitCheck() {
        int before = checks.get();
        Await.until("a check", () -> {
            test.visit();
            return checks.get() > before;
        });
    }

    @Test
    void tick_openWebSocket_isPingedEachTwentyFiveSeconds() {
        FakeChannel channel = test.live();

        for (int i = 0; i < 4; i++) {
            test.pass(Duration.ofSeconds(25));
            channel.handler.alive();
        }

        assertThat(channel.pings()).isEqualTo(4);
        assertThat(channel.texts()).isEmpty();
    }

    @Test
    void tick_eventStream_getsCommentsUnlessSomethingIsOnItsWay() {
        FakeHandler handler = new FakeHandler("a");
        FakeChannel stream = test.with(handler).open(FakeRequest.get("/api/sync/events"));
        test.pass(Duration.ofSeconds(50));
        assertThat(stream.texts()).containsExactly(": alive\n\n", ": alive\n\n");
        assertThat(stream.pings()).isZero();
        assertThat(test.server.sockets().open().get(0).sentFrames()).isZero();

        stream.slow();
        handler.socket.offer(FakeHandler.frame("1"));
        test.pass(Duration.ofSeconds(50));

        assertThat(stream.texts()).hasSize(3);
    }

    @Test
    void tick_manySocketsOpenedAtOnce_arePingedEvenly() {
        List<FakeChannel> channels = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            channels.add(test.live());
        }
        int most = 0;
        int before = 0;

        for (int second = 0; second < 25; second++) {
            test.pass(Duration.ofSeconds(1));
            int now = channels.stream().mapToInt(FakeChannel::pings).sum();
            most = Math.max(most, now - before);
            before = now;
        }

        assertThat(before).isEqualTo(500);
        assertThat(most).as("20 a second are even").isLessThanOrEqualTo(22);
    }

    @Test
    void tick_eachTick_visitsAPartOfTheSockets() {
        List<FakeChannel> channels = new ArrayList<>();
        for (int i = 0; i < 10 * SocketTable.PARTS; i++) {
            channels.add(test.live());
        }
        test.clock.addAndGet(Duration.ofSeconds(61).toNanos());

        test.server.heartbeat().tick();

        assertThat(channels).filteredOn(FakeChannel::isEnded).hasSize(10);
        assertThat(SocketTable.PARTS * Heartbeat.TICK_MILLIS).isLessThan(1_000);
    }

    @Test
    void tick_silentWebSocket_isClosedWith4408() {
        FakeChannel silent = test.live();
        FakeChannel answering = test.live();
        FakeChannel talking = test.head(1).live();
        FakeChannel stream = test.open(FakeRequest.get("/api/sync/events"));

        for (int i = 0; i < 7; i++) {
            test.pass(Duration.ofSeconds(10));
            answering.handler.alive();
            talking.say("{'type':'ping'}");
        }

        assertThat(silent.closeCode()).isEqualTo(CloseCode.SILENT);
        assertThat(answering.closes()).isZero();
        assertThat(talking.closes()).isZero();
        assertThat(stream.closes()).isZero();
    }

    @Test
    void tick_whileAFrameIsHandled_theClientIsNotCalledSilent() {
        FakeHandler handler = new FakeHandler("a");
        FakeChannel channel = test.with(handler).live();
        handler.onFrame = socket -> test.pass(Duration.ofSeconds(70));

        channel.say("{'type':'a'}");

        test.pass(Duration.ofSeconds(59));
        assertThat(channel.closes()).isZero();
        test.pass(Duration.ofSeconds(3));
        assertThat(channel.closeCode()).isEqualTo(CloseCode.SILENT);
    }

    @Test
    void check_otherPrincipal_isTakenOverAndTold() {
        FakeHandler handler = new FakeHandler("a");
        test.with(handler);
        checked();
        visitAndAwaitCheck();
        assertThat(handler.calls).containsExactly("opened");

        answer = () -> caller(Principal.user("bob"));

        Await.until("the new principal", () -> {
            test.visit();
            return handler.calls.size() == 2;
        });
        assertThat(handler.calls).containsExactly("opened", "principal bob");
        assertThat(handler.socket.principal()).isEqualTo(Principal.user("bob"));
        assertThat(test.server.sockets().open().get(0).principal()).isEqualTo("bob");
    }

    @Test
    void check_credentialsThatAreNoLongerGood_closeWith4401() {
        FakeChannel channel = checked();

        answer = () -> {
            throw new LynchetException(ErrorCode.SESSION_EXPIRED, "over");
        };

        Await.until("the close", () -> {
            test.visit();
            return channel.closeCode() == CloseCode.UNAUTHENTICATED;
        });
    }

    @Test
    void check_thatCanNotBeMade_isBorneForThirtySeconds() {
        FakeChannel channel = checked();
        answer = () -> {
            throw new LynchetException(ErrorCode.UNAVAILABLE, "later");
        };
        test.pass(Duration.ofSeconds(29));
        assertThat(channel.closes()).isZero();
        answer = () -> caller(Principal.user("ada"));
        visitAndAwaitCheck();
        visitAndAwaitCheck();
        answer = () -> {
            throw new IllegalStateException("meant to fail");
        };
        test.pass(Duration.ofSeconds(29));
        assertThat(channel.closes()).isZero();

        test.pass(Duration.ofSeconds(2));

        assertThat(channel.closeCode()).isEqualTo(CloseCode.TRY_LATER);
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void check_thatEndsInAnError_isMadeAgain(Error error) {
        answer = () -> {
            throw error;
        };
        FakeChannel channel = checked();
        visitAndAwaitCheck();
        answer = () -> caller(Principal.user("ada"));
        visitAndAwaitCheck();
        visitAndAwaitCheck();
        assertThat(channel.closes()).isZero();
    }

    @Test
    void check_thatHangs_isNotBegunAgainAndHoldsNothingElseUp() {
        CountDownLatch go = new CountDownLatch(1);
        answer = () -> {
            Await.open("the test", go);
            return caller(Principal.user("ada"));
        };
        checked();
        FakeChannel other = test.live();
        test.visit();
        Await.until("the check", () -> checks.get() == 1);

        test.pass(Duration.ofSeconds(25));

        assertThat(checks).hasValue(1);
        assertThat(other.pings()).isEqualTo(1);
        go.countDown();
        visitAndAwaitCheck();
    }

    @Test
    void check_anonymous_isNeverMade() {
        FakeChannel channel = test.live();
        test.pass(Duration.ofSeconds(40));

        assertThat(((ConnectedSocket) channel.handler).origin().check()).isNull();
        assertThat(channel.closes()).isZero();
    }
}
