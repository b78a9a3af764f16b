// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaterAnswersTest {
    private final TestServer server = new TestServer();
    private final Slow route = new Slow();

    /** Answers when the test says so, with one promise for each time that it is asked. */
    private static final class Slow implements Route {
        private final List<CompletableFuture<Response>> promises = new CopyOnWriteArrayList<>();

        @Override
        public RouteInfo info() {
            return RouteInfo.of(HttpMethod.GET, "/slow", "x");
        }

        @Override
        public Response handle(Request request) {
            CompletableFuture<Response> promise = new CompletableFuture<>();
            promises.add(promise);
            return Response.later(promise);
        }
    }

    @BeforeEach
    void start() {
        server.add(route);
    }

    private CompletableFuture<Response> ask() {
        return server.router
                .answer(new FakeInbound("GET", "/slow", "").with("X-Request-Id", "r-1"))
                .stage()
                .toCompletableFuture();
    }

    private static Response text(String text) {
        return Response.bytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answer_comesWhenTheStageCompletes_withTheHeadersOfAllAnswers() {
        CompletableFuture<Response> answer = ask();
        assertThat(answer).isNotDone();
        route.promises.get(0).complete(text("there"));
        Answer got = RouterClient.answer(answer.join());
        assertThat(got.body()).isEqualTo("there");
        assertThat(got.headers()).containsEntry("X-Request-Id", "r-1").containsKey("X-Content-Type-Options");
    }

    @Test
    void stageThatFails_isAnsweredAsIfTheRouteHadThrown() {
        CompletableFuture<Response> answer = ask();
        route.promises.get(0).completeExceptionally(new LynchetException(ErrorCode.NOT_FOUND, "Not there."));
        Answer got = RouterClient.answer(answer.join());
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.code()).isEqualTo("NOT_FOUND");

        CompletableFuture<Response> accident = ask();
        route.promises.get(1).completeExceptionally(new IllegalStateException("secret"));
        got = RouterClient.answer(accident.join());
        assertThat(got.status()).isEqualTo(500);
        assertThat(got.body()).doesNotContain("secret").contains("r-1");
    }

    @Test
    void schemaThatChanged_asksAgain_andAtMostFourTimes() {
        CompletableFuture<Response> answer = ask();
        route.promises.get(0).completeExceptionally(new SchemaChangedException());
        Await.until("asked again", () -> route.promises.size() == 2);
        route.promises.get(1).complete(text("second"));
        assertThat(RouterClient.answer(answer.join()).body()).isEqualTo("second");

        CompletableFuture<Response> hopeless = ask();
        for (int i = 2; i < 6; i++) {
            int wanted = i + 1;
            Await.until("asked", () -> route.promises.size() == wanted);
            route.promises.get(i).completeExceptionally(new SchemaChangedException());
        }
        assertThat(RouterClient.answer(hopeless.join()).status()).isEqualTo(409);
        assertThat(route.promises).hasSize(6);
    }

    @Test
    void noAnswerAtAll_isAnAccident() {
        CompletableFuture<Response> answer = ask();
        route.promises.get(0).complete(null);
        assertThat(RouterClient.answer(answer.join()).status()).isEqualTo(500);
    }

    @Test
    void answerOfUnknownLength_isAnAccident() {
        CompletableFuture<Response> answer = ask();
        route.promises.get(0).complete(Response.stream(200, "text/plain", out -> {}));
        assertThat(RouterClient.answer(answer.join()).status()).isEqualTo(500);
    }

    @Test
    void answerOfUnknownLength_isAnAccident_alsoOfASecondTryThatAnswersAtOnce() {
        AtomicInteger tries = new AtomicInteger();
        server.add(changed(tries, () -> Response.stream(200, "text/plain", out -> out.write('x'))));
        Answer answer = server.get(null, "/changing");
        assertThat(tries).hasValue(2);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("INTERNAL");
    }

    /** A route whose first try meets a change of the schema. */
    private static Route changed(AtomicInteger tries, Supplier<Response> secondTry) {
        return new Route() {
            @Override
            public RouteInfo info() {
                return RouteInfo.of(HttpMethod.GET, "/changing", "x");
            }

            @Override
            public Response handle(Request request) {
                return tries.incrementAndGet() == 1
                        ? Response.later(CompletableFuture.failedFuture(new SchemaChangedException()))
                        : secondTry.get();
            }
        };
    }

    @Test
    void errorInASecondTry_isAnswered() {
        AtomicInteger tries = new AtomicInteger();
        server.add(changed(tries, () -> {
            throw new NoClassDefFoundError("com/acme/Tools");
        }));
        CompletableFuture<Response> answer = server.router
                .answer(new FakeInbound("GET", "/changing", ""))
                .stage()
                .toCompletableFuture();
        assertThat(RouterClient.answer(Await.value(answer)).status()).isEqualTo(500);
        assertThat(tries).hasValue(2);
    }

    @Test
    void routeThatGoes_waitsForItsAnswers() {
        CompletableFuture<Response> answer = ask();
        CompletableFuture<Void> gone = CompletableFuture.runAsync(() -> server.remove(route));
        Await.until(
                "no new requests",
                () -> server.router.routes().stream()
                        .noneMatch(info -> info.pattern().equals("/slow")));
        assertThat(gone).isNotDone();
        route.promises.get(0).complete(text("last"));
        assertThat(RouterClient.answer(answer.join()).body()).isEqualTo("last");
        gone.join();
    }
}
