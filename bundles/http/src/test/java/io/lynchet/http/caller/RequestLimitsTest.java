// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.ReadMeter;
import io.lynchet.http.TestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLimitsTest {
    private static final String TODOS = "/api/entities/Todo";

    private TestServer server;

    private void start(Object... config) {
        server = new TestServer(Map.of("lynchet.rate.limit", "on"), config);
    }

    private void startWithFew() {
        start("addressRequestsPerMinuteMax", 3, "userRequestsPerMinuteMax", 5);
    }

    private Answer from(String address) {
        return server.call(new FakeInbound("GET", TODOS, "").from(address));
    }

    private void exhaustAddress() {
        for (int i = 0; i < 3; i++) {
            assertThat(server.get(null, TODOS).status()).isEqualTo(200);
        }
        assertThat(server.get(null, TODOS).status()).isEqualTo(429);
    }

    private double refusedBy(String limit) {
        Map<String, Double> counters = new HashMap<>();
        server.router.report(new MetricSink() {
            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                counters.put(name + " " + labels.get("limit"), value);
            }

            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {}

            @Override
            public void histogram(
                    String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum) {}
        });
        return counters.get("lynchet_http_limited_total " + limit);
    }

    @Test
    void anonymous_isRefusedWith429_thenLetInAgain() {
        startWithFew();
        exhaustAddress();
        Answer refused = server.post(null, "/api/entities/Log", "{\"msg\":\"a\"}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.error())
                .containsEntry("code", "RATE_LIMITED")
                .containsEntry("message", "Too many requests. Limit: 3 per 60s");
        assertThat(refused.headers()).containsEntry("Retry-After", "20").containsKey("X-Request-Id");
        assertThat(server.samples.written()).isZero();
        assertThat(refusedBy("address")).isEqualTo(2);

        server.nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(server.post(null, "/api/entities/Log", "{\"msg\":\"a\"}").status())
                .isEqualTo(201);
        assertThat(server.get(null, TODOS).status()).isEqualTo(429);
    }

    @Test
    void users_countByTheirId_whereverTheyAre_andOthersDoNot() {
        startWithFew();
        for (int i = 0; i < 5; i++) {
            FakeInbound request = new FakeInbound("GET", TODOS, "")
                    .from("192.0.2." + i)
                    .with("Authorization", "Bearer " + (i % 2 == 0 ? "u1" : "reader"));
            assertThat(server.call(request).status()).isEqualTo(200);
        }
        Answer refused = server.get("u1", TODOS);
        assertThat(refused.error()).containsEntry("message", "Too many requests. Limit: 5 per 60s");
        assertThat(refused.headers()).containsEntry("Retry-After", "12");
        assertThat(server.get("u2", TODOS).status()).isEqualTo(200);
        assertThat(server.get(null, TODOS).status()).isEqualTo(200);
        assertThat(refusedBy("user")).isEqualTo(1);
        assertThat(refusedBy("address")).isZero();
    }

    @Test
    void admin_isNotLimited_andACrowdAtOneAddressKeepsNobodyOutWhoHasSignedIn() {
        startWithFew();
        exhaustAddress();
        for (int i = 0; i < 50; i++) {
            assertThat(server.get("admin", TODOS).status()).isEqualTo(200);
        }
        assertThat(server.get("u1", TODOS).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"'', /api/entities/Log", "u1, /api/entities/Log"})
    void largeAnswers_countAsManyRequests(String token, String path) {
        start("addressRequestsPerMinuteMax", 20, "userRequestsPerMinuteMax", 20);
        server.insert("admin", "Log", "{\"msg\":\"" + "x".repeat(4 * 256 * 1024) + "\"}");
        String caller = token.isEmpty() ? null : token;
        int answers = 0;
        while (answers < 30 && server.get(caller, path).status() == 200) {
            answers++;
        }
        assertThat(answers).isBetween(2, 5);
        assertThat(refusedBy(caller == null ? "address" : "user")).isEqualTo(1);
        assertThat(from("198.51.100.9").status()).isEqualTo(200);
        for (int i = 0; i < 30; i++) {
            assertThat(server.get("admin", path).status()).isEqualTo(200);
        }
        server.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(server.get(caller, path).status()).isEqualTo(200);
    }

    @Test
    void streamedAnswers_countWhatTheyRead() {
        start("addressRequestsPerMinuteMax", 20);
        server.add(reading());
        assertThat(server.get(null, "/much").status()).isEqualTo(200);
        assertThat(server.get(null, "/much").status()).isEqualTo(200);
        assertThat(server.get(null, "/much").status()).isEqualTo(429);
    }

    @Test
    void wrongCredentials_areRefusedUnseen_onceTheyAreTooMany() {
        startWithFew();
        AtomicInteger asked = new AtomicInteger();
        Authenticator counting = credentials -> {
            asked.incrementAndGet();
            if (!"right".equals(credentials.bearerToken())) {
                throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
            }
            return Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null);
        };
        server.authenticateBy(counting);
        assertThat(server.get("a", TODOS).status()).isEqualTo(401);
        // Also where good callers are not counted, and by cookie.
        assertThat(server.get("b", "/health").status()).isEqualTo(401);
        assertThat(server.call(new FakeInbound("GET", TODOS, "").with("Cookie", "s=c"))
                        .status())
                .isEqualTo(401);
        assertThat(asked).hasValue(3);

        assertThat(server.get("d", TODOS).status()).isEqualTo(429);
        assertThat(server.get("right", TODOS).status()).isEqualTo(429);
        assertThat(server.get("d", "/health").headers()).containsEntry("Retry-After", "20");
        assertThat(server.call(new FakeInbound("GET", TODOS, "").with("Authorization", "Basic YTpi"))
                        .status())
                .isEqualTo(429);
        assertThat(asked).hasValue(3);
        assertThat(refusedBy("credentials")).isEqualTo(4);

        assertThat(server.call(new FakeInbound("GET", TODOS, "")
                                .from("192.0.2.8")
                                .with("Authorization", "Bearer right"))
                        .status())
                .isEqualTo(200);
        server.nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(server.get("right", TODOS).status()).isEqualTo(200);
        assertThat(asked).hasValue(5);
    }

    @Test
    void malformedCredentials_countAsWrong_andRightOnesDoNot() {
        startWithFew();
        for (int i = 0; i < 20; i++) {
            assertThat(server.get("admin", TODOS).status()).isEqualTo(200);
        }
        for (String authorization : new String[] {"Basic YTpi", "Bearer ", "x"}) {
            assertThat(server.call(new FakeInbound("GET", TODOS, "").with("Authorization", authorization))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(server.get("admin", TODOS).status()).isEqualTo(429);
    }

    @Test
    void health_isNotLimited_andFilesAre() {
        startWithFew();
        exhaustAddress();
        for (int i = 0; i < 20; i++) {
            assertThat(server.get(null, "/health").status()).isEqualTo(200);
        }
        assertThat(server.get(null, "/index.html").status()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
        "[2001:db8:0:1:0:0:0:1], 2001:db8:0:1::2, true",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:2:0:0:0:1, false",
    })
    void addresses_countByNetwork(String one, String other, boolean together) {
        startWithFew();
        for (int i = 0; i < 3; i++) {
            assertThat(from(one).status()).isEqualTo(200);
        }
        assertThat(from(other).status()).isEqualTo(together ? 429 : 200);
    }

    @Test
    void defaults_are600And3000() {
        start();
        int anonymous = 0;
        while (server.get(null, "/nothing").status() == 404) {
            anonymous++;
        }
        assertThat(anonymous).isEqualTo(600);
        int user = 0;
        while (server.get("u1", "/nothing").status() == 404) {
            user++;
        }
        assertThat(user).isEqualTo(3_000);
    }

    @Test
    void inDevelopment_onlyConfiguredLimitsHold() {
        server = new TestServer(
                Map.of("lynchet.rate.limit", "on", "lynchet.dev", "true"), "userRequestsPerMinuteMax", 2);
        for (int i = 0; i < 2_000; i++) {
            assertThat(server.get(null, "/nothing").status()).isEqualTo(404);
        }
        server.get("u1", "/nothing");
        server.get("u1", "/nothing");
        assertThat(server.get("u1", "/nothing").status()).isEqualTo(429);
    }

    @Test
    void switchedOff_nothingIsLimited_notEvenWhatIsConfigured() {
        server = new TestServer(Map.of("lynchet.rate.limit", "off"), "addressRequestsPerMinuteMax", 1, "proxies", 0);
        for (int i = 0; i < 10; i++) {
            assertThat(server.get(null, "/nothing").status()).isEqualTo(404);
            assertThat(server.get("wrong", "/nothing").status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "addressRequestsPerMinuteMax, -1",
        "addressRequestsPerMinuteMax, 1000001",
        "userRequestsPerMinuteMax, -1",
        "proxies, 17"
    })
    void wrongSettings_areRefused(String key, int value) {
        assertThatThrownBy(() -> start(key, value))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no", "OFF", "false"})
    void switch_knowsOnAndOffOnly(String given) {
        assertThatThrownBy(() -> new TestServer(Map.of("lynchet.rate.limit", given)))
                .isInstanceOf(LynchetException.class)
                .hasMessageContaining("lynchet.rate.limit must be on or off");
    }

    @Test
    void behindProxies_theClientIsLimited_notTheProxy_andRoutesAndAuthenticatorSeeIt() {
        start("addressRequestsPerMinuteMax", 3, "proxies", 1);
        server.add(tellingWho());
        for (int i = 0; i < 10; i++) {
            FakeInbound request = new FakeInbound("GET", "/who", "")
                    .with("X-Forwarded-For", "10.0.0." + i)
                    .with("X-Forwarded-Proto", "https");
            assertThat(server.call(request).body()).isEqualTo("10.0.0." + i + " true");
        }
        // Whatever a client makes up in front of the list, it stays the same client.
        for (int i = 0; i < 4; i++) {
            FakeInbound request =
                    new FakeInbound("GET", "/who", "").with("X-Forwarded-For", "6.6.6." + i + ", 203.0.113.9");
            assertThat(server.call(request).status()).isEqualTo(i < 3 ? 200 : 429);
        }
        String[] seen = new String[1];
        server.authenticateBy(credentials -> {
            seen[0] = credentials.remoteAddress();
            return Caller.ANONYMOUS;
        });
        server.call(new FakeInbound("GET", "/who", "")
                .with("X-Forwarded-For", "2001:db8::9")
                .with("Authorization", "Bearer x"));
        assertThat(seen[0]).isEqualTo("2001:db8:0:0:0:0:0:9");
    }

    private static Route reading() {
        return new Route() {
            @Override
            public RouteInfo info() {
                return RouteInfo.of(HttpMethod.GET, "/much", "x");
            }

            @Override
            public Response handle(Request request) {
                return Response.stream(200, "text/plain", -1, out -> {
                    for (int i = 0; i < 10; i++) {
                        ReadMeter.current().read(256 * 1024);
                        ReadMeter.current().handedOn();
                    }
                });
            }
        };
    }

    private static Route tellingWho() {
        return new Route() {
            @Override
            public RouteInfo info() {
                return RouteInfo.of(HttpMethod.GET, "/who", "x");
            }

            @Override
            public Response handle(Request request) {
                String who = request.remoteAddress() + " " + request.secure();
                return Response.bytes(200, "text/plain", who.getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
