// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private final TestServer server = new TestServer();

    @FunctionalInterface
    private interface Code {
        Response run(Request request) throws Exception;
    }

    private static Route route(RouteInfo info, Code code) {
        return new Route() {
            @Override
            public RouteInfo info() {
                return info;
            }

            @Override
            public Response handle(Request request) throws Exception {
                return code.run(request);
            }
        };
    }

    private static Route text(String pattern, String text) {
        return route(RouteInfo.of(HttpMethod.GET, pattern, "x"), request -> textOf(text));
    }

    private static Response textOf(String text) {
        return Response.bytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private void bind(Route route) {
        server.add(route);
    }

    @ParameterizedTest
    @CsvSource({
        "/x/a, fixed",
        "/x/b, parameter b",
        "/x/a/c, rest a/c",
        "/x/b/fixed, deep b",
        "/x/b/other, rest b/other",
        "/x/a/, rest a/",
        "/x/%C3%A9, parameter é",
        "/x/a%20b, parameter a b"
    })
    void fixedSegmentsWinOverParameters_andThoseOverTheRest(String target, String answer) {
        bind(text("/x/a", "fixed"));
        bind(route(RouteInfo.of(HttpMethod.GET, "/x/{p}", "x"), r -> textOf("parameter " + r.pathParameter("p"))));
        bind(route(RouteInfo.of(HttpMethod.GET, "/x/{q}/fixed", "x"), r -> textOf("deep " + r.pathParameter("q"))));
        bind(route(RouteInfo.of(HttpMethod.GET, "/x/{all...}", "x"), r -> textOf("rest " + r.pathParameter("all"))));
        assertThat(server.get(null, target).body()).isEqualTo(answer);
    }

    @Test
    void newestRouteServes_andTheOldOneComesBackWhenItGoes() {
        Route mine = text("/health", "mine");
        bind(mine);
        assertThat(server.get(null, "/health").body()).isEqualTo("mine");
        Route newer = text("/health", "newer");
        bind(newer);
        assertThat(server.get(null, "/health").body()).isEqualTo("newer");
        server.remove(newer);
        server.remove(mine);
        assertThat(server.get(null, "/health").body()).contains("\"status\":\"ok\"");
    }

    @Test
    void malformedRoute_doesNotHarmTheOthers() {
        for (String pattern : List.of("x", "/a/{b", "/{a...}/b", "/{a}/{a}", "/a b", "/{}")) {
            bind(text(pattern, "x"));
        }
        assertThat(server.get(null, "/health").status()).isEqualTo(200);
    }

    @Test
    void routeThatGoes_isWaitedFor_andNoRequestFailsWhileItIsReplaced() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Route current = closing();
        bind(current);
        List<CompletableFuture<Void>> load = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            load.add(CompletableFuture.runAsync(
                    () -> {
                        while (!stop.get()) {
                            (server.get(null, "/swap").status() == 200 ? answered : failed).incrementAndGet();
                        }
                    },
                    threads));
        }
        for (int i = 2; i < 200; i++) {
            Route next = closing();
            bind(next);
            server.remove(current);
            ((AutoCloseable) current).close();
            current = next;
        }
        stop.set(true);
        for (CompletableFuture<Void> one : load) {
            one.get(10, TimeUnit.SECONDS);
        }
        threads.shutdownNow();
        assertThat(failed.get()).isZero();
        assertThat(answered.get()).isPositive();
    }

    /** A route that fails once it is closed, as one whose bundle has stopped would. */
    private static Route closing() {
        class Closing implements Route, AutoCloseable {
            private volatile boolean closed;

            @Override
            public RouteInfo info() {
                return RouteInfo.of(HttpMethod.GET, "/swap", "x");
            }

            @Override
            public Response handle(Request request) {
                Thread.yield();
                if (closed) {
                    throw new IllegalStateException("closed");
                }
                return Response.stream(200, "text/plain", out -> {
                    if (closed) {
                        throw new IllegalStateException("closed while writing");
                    }
                    out.write('x');
                });
            }

            @Override
            public void close() {
                closed = true;
            }
        }
        return new Closing();
    }

    @Test
    void head_runsTheGetRoute_andHoldsNothingOfAStream() {
        Route route = route(
                RouteInfo.of(HttpMethod.GET, "/stream", "x").sending(AnswerHeader.sometimes("X-Own", "Any.")),
                request -> Response.stream(200, "text/plain", out -> {
                            throw new IllegalStateException("written");
                        })
                        .with("X-Own", "1"));
        bind(route);
        Answer answer = server.call(new FakeInbound("HEAD", "/stream", ""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("X-Own", "1");
        // It would wait for ten seconds if the lease were still held.
        assertThat(CompletableFuture.runAsync(() -> server.remove(route)))
                .succeedsWithin(java.time.Duration.ofSeconds(5));
    }

    @Test
    void options_namesTheMethods() {
        Answer answer = server.call(new FakeInbound("OPTIONS", "/api/entities/Todo", ""));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD, POST, OPTIONS");
    }

    @Test
    void accident_is500WithAnId_andNothingElse() {
        bind(route(RouteInfo.of(HttpMethod.GET, "/boom", "x"), request -> {
            throw new IllegalStateException("secret detail");
        }));
        Answer answer = server.call(new FakeInbound("GET", "/boom", "").with("X-Request-Id", "r1"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.error()).containsEntry("code", "INTERNAL").containsEntry("id", "r1");
        assertThat(answer.body()).doesNotContain("secret");
        bind(route(RouteInfo.of(HttpMethod.GET, "/deep", "x"), request -> {
            throw new StackOverflowError();
        }));
        assertThat(server.get(null, "/deep").code()).isEqualTo("INTERNAL");
    }

    @Test
    void changedSchema_makesTheRouteRunAgain_aFewTimes() {
        AtomicInteger runs = new AtomicInteger();
        bind(route(RouteInfo.of(HttpMethod.GET, "/again", "x"), request -> {
            if (runs.incrementAndGet() < 3) {
                throw new SchemaChangedException();
            }
            return textOf("done");
        }));
        assertThat(server.get(null, "/again").body()).isEqualTo("done");
        bind(route(RouteInfo.of(HttpMethod.GET, "/never", "x"), request -> {
            runs.incrementAndGet();
            throw new SchemaChangedException();
        }));
        runs.set(0);
        Answer answer = server.get(null, "/never");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(runs.get()).isEqualTo(4);
    }

    @Test
    void metrics_countByPatternAndStatus_notByWhatClientsMakeUp() {
        server.get("u1", "/api/entities/Todo/a");
        server.get("u1", "/api/entities/Todo/b");
        server.get("u1", "/made/up/path");
        server.send("u1", "MADEUP", "/health", "");
        Map<String, Double> counters = new HashMap<>();
        server.router.report(new MetricSink() {
            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                counters.put(
                        labels.containsKey("limit")
                                ? name + " " + labels.get("limit")
                                : labels.get("method") + " " + labels.get("route") + " " + labels.get("status"),
                        value);
            }

            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                counters.put(name, value);
            }

            @Override
            public void histogram(
                    String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum) {
                assertThat(counts).hasSize(bounds.length + 1);
                assertThat(sum).isPositive();
            }
        });
        assertThat(counters)
                .containsEntry("GET /api/entities/{entity}/{id} 404", 2.0)
                .containsEntry("GET /{path...} 404", 1.0)
                .containsEntry("OTHER none 405", 1.0)
                .containsEntry("lynchet_http_routing", 0.0)
                .containsEntry("lynchet_http_limited_total address", 0.0)
                .containsEntry("lynchet_http_limited_total user", 0.0)
                .containsEntry("lynchet_http_limited_total credentials", 0.0)
                .hasSize(10);
    }

    @Test
    void routes_areListedSorted() {
        bind(text("/z", "z"));
        bind(text("/a", "a"));
        assertThat(server.router.routes())
                .extracting(RouteInfo::pattern, RouteInfo::method)
                .containsExactly(
                        tuple("/a", HttpMethod.GET),
                        tuple("/api/entities/{entity}", HttpMethod.GET),
                        tuple("/api/entities/{entity}", HttpMethod.POST),
                        tuple("/api/entities/{entity}/{id}", HttpMethod.GET),
                        tuple("/health", HttpMethod.GET),
                        tuple("/z", HttpMethod.GET),
                        tuple("/{path...}", HttpMethod.GET));
    }
}
