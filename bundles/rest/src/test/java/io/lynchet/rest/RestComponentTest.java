// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the routes come, wait for data, and make room for those of others. */
class RestComponentTest {
    @TempDir
    Path folder;

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Health(String text) implements Route {
        @Override
        public RouteInfo info() {
            return RouteInfo.of(HttpMethod.GET, "/health", "x");
        }

        @Override
        public Response handle(Request request) {
            return Response.bytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void routes_areListedSorted_withWhatOpenApiNeeds() {
        List<RouteInfo> routes = server.router.routes();
        assertThat(routes).extracting(RouteInfo::pattern).isSorted().hasSize(20);
        for (RouteInfo info : routes) {
            assertThat(info.summary()).endsWith(".");
            if (info.responseSchema() != null) {
                io.lynchet.json.JsonTree.read(info.responseSchema().text(), "$");
            }
            if (info.requestSchema() != null) {
                io.lynchet.json.JsonTree.read(info.requestSchema().text(), "$");
            }
        }
    }

    @Test
    void withoutData_theAnswerIs503WithRetryAfter_andHealthStillAnswers() {
        server.dataLeaves();
        assertThat(server.get(null, "/health").object())
                .containsEntry("version", "9.9.9")
                .containsEntry("status", "ok");
        Answer answer = server.get(null, "/api/entities/Todo");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("UNAVAILABLE");
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void requestWaits_whileTheDataServiceIsReplaced() throws Exception {
        server.dataLeaves();
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> {
            started.countDown();
            return server.get(null, "/api/entities/Todo");
        });
        assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
        server.dataComes();
        assertThat(waiting.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void routeOfADropIn_takesThePlaceOfOurs_alsoAfterOursHaveComeAnew() {
        Route mine = new Health("mine");
        server.add(mine);
        assertThat(server.get(null, "/health").body()).isEqualTo("mine");
        server.restart();
        assertThat(server.get(null, "/health").body()).isEqualTo("mine");
        server.remove(mine);
        assertThat(server.get(null, "/health").object()).containsEntry("status", "ok");
    }

    @Test
    void noRequestFails_whileTheRoutesAreReplaced() throws Exception {
        int routes = server.router.routes().size();
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        List<CompletableFuture<Void>> load = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            load.add(CompletableFuture.runAsync(
                    () -> {
                        while (!stop.get()) {
                            assertThat(server.insert("u1", "Log", "{\"msg\":\"a\"}"))
                                    .isNotEmpty();
                            written.incrementAndGet();
                            assertThat(server.get("u1", "/api/entities/Log?limit=1")
                                            .status())
                                    .isEqualTo(200);
                            assertThat(server.call(new FakeInbound("OPTIONS", "/api/entities/Log", ""))
                                            .headers())
                                    .containsEntry("Allow", "GET, HEAD, POST, OPTIONS");
                        }
                    },
                    threads));
        }
        for (int i = 0; i < 20; i++) {
            long before = written.get();
            server.restart();
            Await.until(
                    "a write behind the replacement",
                    () -> written.get() > before || load.stream().anyMatch(CompletableFuture::isDone));
        }
        stop.set(true);
        for (CompletableFuture<Void> one : load) {
            one.get(30, TimeUnit.SECONDS);
        }
        threads.shutdownNow();
        assertThat(server.app.head()).isEqualTo(written.get());
        assertThat(server.router.routes()).hasSize(routes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default-src 'self'\nX: y", "default-src \u00e4"})
    void policyThatIsNoHeader_isRefused(String policy) {
        RestComponent.Config config = ComponentConfig.of(RestComponent.Config.class, "contentSecurityPolicy", policy);
        assertThatThrownBy(() -> new RestServer(folder, config))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContaining("contentSecurityPolicy");
    }
}
