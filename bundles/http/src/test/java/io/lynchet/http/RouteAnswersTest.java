// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What routes may answer, and what becomes of it. */
class RouteAnswersTest {
    private static final byte[] BODY = {'x'};
    private static final AnswerHeader[] HEADERS = {
        AnswerHeader.sometimes("X", "Any."),
        AnswerHeader.sometimes("X-Mine", "Any."),
        AnswerHeader.sometimes("X-~!#$%&'*+^_`|.", "Any."),
        AnswerHeader.sometimes("Upgrade", "Any.").on(426),
        AnswerHeader.sometimes("Connection", "Any.").on(426)
    };

    private final TestServer server = new TestServer();

    private record Answers(Supplier<Response> code) implements Route {
        @Override
        public RouteInfo info() {
            return RouteInfo.of(HttpMethod.GET, "/mine", "Answers.")
                    .open()
                    .alsoAnswering(new io.lynchet.api.http.RouteAnswers.Other(204, "Nothing."))
                    .sending(HEADERS);
        }

        @Override
        public Response handle(Request request) {
            return code.get();
        }
    }

    private Route serve(Supplier<Response> code) {
        Route route = new Answers(code);
        server.add(route);
        return route;
    }

    private static Response text() {
        return Response.bytes(200, "text/plain", BODY);
    }

    static Stream<Supplier<Response>> wrong() {
        return Stream.of(
                () -> null,
                () -> Response.bytes(0, "text/plain", BODY),
                () -> Response.bytes(-1, "text/plain", BODY),
                () -> Response.bytes(100, "text/plain", BODY),
                () -> Response.empty(101),
                () -> Response.empty(199),
                () -> Response.empty(600),
                () -> Response.empty(1_000),
                () -> Response.bytes(204, "text/plain", BODY),
                () -> Response.bytes(205, "text/plain", BODY),
                () -> Response.stream(304, "text/plain", out -> {}),
                () -> Response.bytes(200, null, BODY),
                () -> Response.bytes(200, "", BODY),
                () -> Response.bytes(200, "text", BODY),
                () -> Response.bytes(200, "text/", BODY),
                () -> Response.bytes(200, "text/plain\r\nX: y", BODY),
                () -> Response.bytes(200, "text/plain; a=\r\nX: y", BODY),
                () -> Response.bytes(200, "te xt/plain", BODY),
                () -> Response.bytes(200, "text/pl\u00e4in", BODY),
                () -> text().with("Content-Length", "5"),
                () -> text().with("content-length", "1"),
                () -> text().with("Transfer-Encoding", "chunked"),
                () -> text().with("Connection", "keep-alive"),
                () -> text().with("Connection", "Upgrade").with("Upgrade", "websocket"),
                () -> text().with("Upgrade", "h2c"),
                () -> text().with("Keep-Alive", "timeout=5"),
                () -> text().with("Proxy-Connection", "close"),
                () -> text().with("Trailer", "X"),
                () -> text().with("Date", "today"),
                () -> text().with("Content-Type", "text/html"),
                () -> text().with("Bad Name", "x"),
                () -> text().with("", "x"),
                () -> text().with("X", "a\r\nSet-Cookie: b"),
                () -> text().with("X", "\u00e4"),
                () -> text().with("X", "a".repeat(9_000)),
                () -> Response.later(CompletableFuture.completedFuture(Response.bytes(99, "text/plain", BODY))),
                () -> Response.later(CompletableFuture.completedFuture(null)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongAnswer_is500_withNothingOfIt(Supplier<Response> code) {
        serve(code);
        Answer answer = server.get(null, "/mine");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("INTERNAL");
        assertThat(answer.headers()).doesNotContainKeys("Content-Length", "Transfer-Encoding", "Upgrade", "Trailer");
    }

    static Stream<Supplier<Response>> right() {
        return Stream.of(
                RouteAnswersTest::text,
                () -> Response.bytes(599, "text/plain; charset=utf-8", BODY),
                () -> Response.bytes(200, "application/vnd.api+json;a=\"b c\"", BODY),
                () -> Response.empty(200),
                () -> Response.empty(204).with("X", ""),
                () -> Response.stream(200, "text/plain", 1, out -> out.write(BODY)),
                () -> Response.bytes(426, "text/plain", BODY)
                        .with("Upgrade", "websocket")
                        .with("Connection", "Upgrade"),
                () -> text().with("X-~!#$%&'*+^_`|.", "a b\"c"));
    }

    @ParameterizedTest
    @MethodSource("right")
    void goodAnswer_isSent(Supplier<Response> code) {
        Response made = code.get();
        serve(code);
        assertThat(server.get(null, "/mine").status()).isEqualTo(made.status());
    }

    @Test
    void answerThatARouteKeeps_collectsNothingOfOthers() {
        Response kept = text().with("X-Mine", "1");
        serve(() -> kept);
        for (String id : List.of("a", "b", "c")) {
            Response answer = server.router.answer(new FakeInbound("GET", "/mine", "")
                    .with("X-Request-Id", id)
                    .with("Origin", "http://shop.test:4321"));
            assertThat(answer.headers().stream()
                            .filter(header -> header.name().equals("X-Request-Id"))
                            .map(Response.Header::value))
                    .containsExactly(id);
        }
        assertThat(kept.headers()).containsExactly(new Response.Header("X-Mine", "1"));
    }

    @Test
    void answerThatARouteKeepsAndBringsLater_collectsNothingOfOthers() {
        Response kept = Response.later(CompletableFuture.completedFuture(text()));
        serve(() -> kept);
        assertThat(server.get(null, "/mine").headers()).containsKey("X-Request-Id");
        assertThat(server.get(null, "/mine").headers()).containsKey("X-Request-Id");
    }

    @Test
    void connectionClose_isPassedOn() {
        serve(() -> text().with("Connection", "close"));
        Response answer = server.router.answer(new FakeInbound("GET", "/mine", ""));
        assertThat(answer.closes()).isTrue();
        assertThat(answer.headers()).noneMatch(header -> header.name().equals("Connection"));
    }

    @Test
    void promiseThatTheTransportCancels_letsItsRouteGo() {
        Route route = serve(() -> Response.later(new CompletableFuture<>()));
        Response answer = server.router.answer(new FakeInbound("GET", "/mine", ""));
        Future<Response> promise = answer.stage().toCompletableFuture();
        assertThat(promise.cancel(false)).isTrue();
        // Otherwise this waits as long as a route that goes is waited for.
        server.remove(route);
        assertThat(server.get(null, "/mine").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({
        "FOO,/mine,'GET, HEAD, OPTIONS'",
        "get,/mine,'GET, HEAD, OPTIONS'",
        "TRACE,/nowhere,'GET, HEAD, OPTIONS'",
        "PROPFIND,/,'GET, HEAD, OPTIONS'"
    })
    void methodThatNobodyKnows_is405_onEveryPath(String method, String path, String allow) {
        serve(RouteAnswersTest::text);
        Answer answer = server.call(new FakeInbound(method, path, ""));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", allow);
    }
}
