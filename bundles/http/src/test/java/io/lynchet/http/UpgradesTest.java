// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.http.caller.CallerIdentification;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradesTest {
    private final TestServer server = new TestServer("allowedOrigins", new String[] {"https://app.test"});
    private final List<Integer> closed = new ArrayList<>();
    private final List<String> callers = new ArrayList<>();
    private CredentialRecheck check;
    private Route route;

    private final class Handler implements ChannelHandler {
        @Override
        public void opened(Channel channel) {}

        @Override
        public void message(byte[] text) {}

        @Override
        public void closed(int code, String reason) {
            closed.add(code);
        }
    }

    @BeforeEach
    void start() {
        route = route("/ws", true);
        server.add(route);
        server.add(route("/events", false));
    }

    private Route route(String path, boolean webSocket) {
        RouteInfo info = RouteInfo.of(HttpMethod.GET, path, "x").succeeding(webSocket ? 101 : 200);
        return new Route() {
            @Override
            public RouteInfo info() {
                return info;
            }

            @Override
            public Response handle(Request request) {
                callers.add(CallerIdentification.nameOf(request.principal()));
                check = request.callerCheck();
                return webSocket ? Response.webSocket(new Handler(), null, 100) : Response.eventStream(new Handler());
            }
        };
    }

    private static FakeInbound upgrade() {
        return new FakeInbound("GET", "/ws", "").with("Upgrade", "websocket").with("Connection", "Upgrade");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/events"})
    void upgrade_hasTheHeadersOfEveryAnswer_andKeepsNoRoute(String path) {
        Response answer = server.router.answer(
                new FakeInbound("GET", path, "").with("Upgrade", "websocket").with("X-Request-Id", "mine"));
        assertThat(answer.upgrade()).isNotNull();
        assertThat(answer.upgrade().webSocket()).isEqualTo(path.equals("/ws"));
        assertThat(answer.headers())
                .contains(new Response.Header("X-Request-Id", "mine"))
                .contains(new Response.Header("X-Content-Type-Options", "nosniff"));
        assertThat(closed).isEmpty();
        // It would wait for whoever has it, and warn.
        long start = System.nanoTime();
        server.remove(route);
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void head_opensNothing_andTellsTheHandler() {
        assertThat(server.call(new FakeInbound("HEAD", "/ws", "").with("Upgrade", "websocket"))
                        .status())
                .isEqualTo(426);
        Answer stream = server.call(new FakeInbound("HEAD", "/events", ""));
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.type()).isEqualTo("text/event-stream");
        assertThat(closed).containsExactly(1006, 1006);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.test, 403",
        "null, 403",
        "http://shop.localhost, 403",
        "http://shop.localhost:4321, 101",
        "https://app.test, 101",
        ", 101"
    })
    void webSocketOfAForeignPage_isRefused_withAndWithoutCookies(String origin, int status) {
        for (boolean cookie : new boolean[] {true, false}) {
            FakeInbound inbound = upgrade();
            if (origin != null) {
                inbound.with("Origin", origin);
            }
            if (cookie) {
                inbound.with("Authorization", "Bearer u1").with("Cookie", "shop_session=u1");
            }
            Response answer = server.router.answer(inbound);
            assertThat(answer.status()).isEqualTo(status);
            if (status == 403) {
                assertThat(RouterClient.answer(answer).code()).isEqualTo("CSRF_REJECTED");
                assertThat(callers).isEmpty();
            }
        }
    }

    @Test
    void webSocketWithoutAnOrigin_isKnownByFetchMetadata() {
        FakeInbound inbound = upgrade().with("Sec-Fetch-Site", "cross-site").with("Upgrade", "WebSocket");
        assertThat(server.call(inbound).code()).isEqualTo("CSRF_REJECTED");
    }

    @Test
    void inDevelopment_aPageThatIsNotNamed_opensWebSocketsWithATokenOnly() {
        TestServer dev = new TestServer(Map.of("lynchet.dev", "true"));
        dev.add(route);
        FakeInbound inbound = upgrade().with("Origin", "http://any.test");
        assertThat(dev.router.answer(inbound).status()).isEqualTo(101);
        inbound.with("Cookie", "shop_session=u1");
        assertThat(dev.call(inbound).code()).isEqualTo("CSRF_REJECTED");
        inbound.with("Sec-WebSocket-Protocol", "bearer.u2");
        assertThat(dev.router.answer(inbound).status()).isEqualTo(101);
        assertThat(callers).containsExactly("-", "u2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bearer.u1; u1",
                "pylon, bearer.u2 ; u2",
                "bearer.%751; u1",
                "pylon; -",
                "bearer.adm%69n; admin",
            })
    void tokenInTheSubprotocols_isTheCaller(String protocols, String caller) {
        assertThat(server.router
                        .answer(upgrade().with("Sec-WebSocket-Protocol", protocols))
                        .status())
                .isEqualTo(101);
        assertThat(callers).containsExactly(caller);
    }

    @Test
    void tokenInASecondLineOfSubprotocols_isFound_andTheHeaderForTokensWins() {
        FakeInbound inbound =
                upgrade().adding("Sec-WebSocket-Protocol", "pylon").adding("Sec-WebSocket-Protocol", "bearer.u2");
        assertThat(server.router.answer(inbound).status()).isEqualTo(101);
        assertThat(server.router
                        .answer(inbound.with("Authorization", "Bearer u1"))
                        .status())
                .isEqualTo(101);
        assertThat(callers).containsExactly("u2", "u1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer.", "bearer.%", "bearer.%zz", "bearer.%20", "bearer.wrong", "bearer.a+b"})
    void tokenThatIsNoGood_isRefusedBeforeTheUpgrade(String protocols) {
        assertThat(server.call(upgrade().with("Sec-WebSocket-Protocol", protocols))
                        .code())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(callers).isEmpty();
    }

    @Test
    void tokenInTheSubprotocols_ofARequestForNoWebSocket_isNotLookedAt() {
        FakeInbound plain = new FakeInbound("GET", "/events", "").with("Sec-WebSocket-Protocol", "bearer.wrong");
        assertThat(server.router.answer(plain).status()).isEqualTo(200);
        assertThat(callers).containsExactly("-");
    }

    @Test
    void callerCheck_asksAgain_afterTheAnswer() {
        server.router.answer(upgrade().with("Sec-WebSocket-Protocol", "bearer.u1"));
        assertThat(check.now().principal().userId()).isEqualTo("u1");
        server.authenticateBy(credentials -> {
            throw new LynchetException(io.lynchet.api.ErrorCode.UNAUTHENTICATED, "The session has ended.");
        });
        assertThatThrownBy(() -> check.now())
                .isInstanceOf(LynchetException.class)
                .hasMessageContaining("has ended");
        server.router.answer(upgrade());
        assertThat(check.now().principal().userId()).isNull();
    }
}
