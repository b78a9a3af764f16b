// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.sockets.limit.SocketAdmission;
import io.lynchet.sockets.limit.SocketSettings;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a socket. The limits of the test are 20 in all, 5 an address, 3 a user. */
class SocketUpgraderTest {
    private final TestSocketServer test = new TestSocketServer();

    @AfterEach
    void close() {
        test.close();
    }

    private void assertRefused(FakeRequest request, String message) {
        assertThatThrownBy(() -> test.answer(request))
                .isInstanceOfSatisfying(LynchetException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(error.retryAfterSeconds()).isPresent();
                })
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/live", "/api/sync/ws"})
    void handle_requestWithoutUpgrade_isTold426(String path) {
        Response response = test.answer(FakeRequest.get(path));

        assertThat(response.status()).isEqualTo(426);
        assertThat(response.headers()).contains(new Response.Header("Upgrade", "websocket"));
        assertThat(new String(response.bytes(), StandardCharsets.UTF_8)).contains("UPGRADE_REQUIRED");
        assertThat(test.server.admission().isEmpty()).isTrue();
    }

    @Test
    void handle_otherVersionOfWebSocket_isTold426WithOurs() {
        Response response = test.answer(TestSocketServer.upgrade("/api/live").with("Sec-WebSocket-Version", "8"));

        assertThat(response.status()).isEqualTo(426);
        assertThat(response.headers()).contains(new Response.Header("Sec-WebSocket-Version", "13"));
    }

    @Test
    void handle_tokenAmongSubprotocols_answersThatOne() {
        FakeRequest request = TestSocketServer.upgrade("/api/live")
                .with("Sec-WebSocket-Protocol", "chat, bearer.abc%20d , bearer.second");

        assertThat(test.answer(request).upgrade().subprotocol()).isEqualTo("bearer.abc%20d");
    }

    @Test
    void handle_otherSubprotocols_answersNone() {
        FakeRequest request = TestSocketServer.upgrade("/api/live").with("Sec-WebSocket-Protocol", "chat, v2");

        assertThat(test.answer(request).upgrade().subprotocol()).isNull();
    }

    @Test
    void handle_webSocket_takesMessagesUpToTheLimit() {
        Response response = test.answer(TestSocketServer.upgrade("/api/sync/ws"));

        assertThat(response.upgrade().webSocket()).isTrue();
        assertThat(response.upgrade().messageBytesMax()).isEqualTo(4_096);
    }

    @Test
    void handle_tooManyOfOneAddress_areRefusedUntilOneCloses() {
        List<FakeChannel> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            open.add(test.live());
        }

        assertRefused(TestSocketServer.upgrade("/api/live"), "address");
        assertRefused(FakeRequest.get("/api/sync/events"), "address");
        test.open(TestSocketServer.upgrade("/api/live").from("192.0.2.2"));
        open.get(2).end(CloseCode.NORMAL);
        test.live();
    }

    @Test
    void handle_addressesOfOneIpv6Network_countTogether() {
        for (int i = 0; i < 5; i++) {
            test.open(TestSocketServer.upgrade("/api/live").from("2001:db8:1:2:" + i + "::1%eth0"));
        }

        assertRefused(TestSocketServer.upgrade("/api/live").from("2001:db8:1:2:ffff::9"), "address");
        test.open(TestSocketServer.upgrade("/api/live").from("2001:db8:1:3::1"));
    }

    @Test
    void handle_mappedAddress_isTheIpv4Address() {
        for (int i = 0; i < 5; i++) {
            test.live();
        }

        assertRefused(TestSocketServer.upgrade("/api/live").from("::ffff:192.0.2.1"), "address");
    }

    @Test
    void handle_tooManyOfOneUser_areRefusedFromAnyAddress() {
        for (int i = 0; i < 3; i++) {
            test.open(TestSocketServer.upgrade("/api/live").session("ada", "s1").from("192.0.2." + i));
        }

        assertRefused(TestSocketServer.upgrade("/api/live").session("ada", "s2").from("192.0.2.77"), "user");
        test.open(TestSocketServer.upgrade("/api/live").session("bob", "s3").from("192.0.2.77"));
    }

    @Test
    void handle_userWhoIsRefused_leavesNothingCounted() {
        for (int i = 0; i < 3; i++) {
            test.open(TestSocketServer.upgrade("/api/live").session("ada", "s1").from("192.0.2.50"));
        }
        for (int i = 0; i < 10; i++) {
            assertRefused(TestSocketServer.upgrade("/api/live").session("ada", "s2"), "user");
        }

        for (int i = 0; i < 5; i++) {
            test.live();
        }
    }

    @Test
    void handle_moreThanAllTogether_areRefusedAlsoForTheAdmin() {
        for (int i = 0; i < 20; i++) {
            test.open(TestSocketServer.upgrade("/api/live").admin());
        }

        assertRefused(TestSocketServer.upgrade("/api/live").admin(), "too many sockets");
        assertThat(test.server.health().message()).contains("all 20 sockets");
    }

    @Test
    void handle_noLimitsOfAddressAndUser_onlyTheTotalCounts() {
        try (TestSocketServer open = new TestSocketServer(new SocketSettings(20, 0, 0, 4_096, 1_000, 25, 60, 120, 1))) {
            for (int i = 0; i < 20; i++) {
                open.open(TestSocketServer.upgrade("/api/live").session("ada", "s1"));
            }
        }
    }

    @Test
    void enter_connectionThatNeverOpens_givesItsPlaceBack() {
        for (int i = 0; i < 5; i++) {
            test.channel(TestSocketServer.upgrade("/api/live"));
        }
        assertRefused(TestSocketServer.upgrade("/api/live"), "address");

        test.pass(Duration.ofNanos(SocketAdmission.OPENING_NANOS_MAX));

        assertThat(test.server.admission().isEmpty()).isTrue();
        test.live();
    }

    @Test
    void opened_afterItsPlaceHasGone_isClosed() {
        FakeHandler handler = new FakeHandler("a");
        test.with(handler);
        FakeChannel late = test.channel(TestSocketServer.upgrade("/api/live"));
        test.pass(Duration.ofNanos(SocketAdmission.OPENING_NANOS_MAX));

        late.open();

        assertThat(late.closeCode()).isEqualTo(CloseCode.TRY_LATER);
        assertThat(test.server.admission().isEmpty()).isTrue();
        assertThat(handler.calls).isEmpty();
    }

    @Test
    void closed_withoutOpened_givesThePlaceBackOnce() {
        FakeChannel channel = test.channel(TestSocketServer.upgrade("/api/live"));

        channel.handler.closed(1006, "");
        channel.handler.closed(1006, "");

        assertThat(test.server.admission().count()).isZero();
        assertThat(test.server.admission().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5", "99999999999999999999", ""})
    void handle_badSinceOfSync_isRefusedBeforeTheUpgrade(String since) {
        assertThatThrownBy(() ->
                        test.answer(TestSocketServer.upgrade("/api/sync/ws").query("since", since)))
                .isInstanceOfSatisfying(
                        LynchetException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
        assertThat(test.server.admission().isEmpty()).isTrue();
    }

    @Test
    void handle_parametersOfSync_reachTheHandler() {
        FakeHandler handler = new FakeHandler("a");
        test.with(handler);

        test.open(FakeRequest.get("/api/sync/events")
                .query("since", "7")
                .query("scope", "abc")
                .with("Last-Event-ID", "9.abc"));

        assertThat(handler.socket.parameters()).containsEntry("since", "7").containsEntry("scope", "abc");
        assertThat(handler.socket.lastEventId()).isEqualTo("9.abc");
        assertThat(handler.socket.eventStream()).isTrue();
    }
}
