// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.http.TestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private final TestServer server = new TestServer("allowedOrigins", new String[] {"https://app.test"});

    @ParameterizedTest
    @CsvSource({
        "https://evil.test, 403",
        "null, 403",
        "http://shop.localhost, 403",
        "http://shop.localhost:4321, 201",
        "https://app.test, 201",
        "https://app.test.evil.test, 403"
    })
    void foreignPages_mayNotChangeAnything(String origin, int status) {
        Answer answer =
                server.call(new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").with("Origin", origin));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(server.samples.written()).isEqualTo(status == 201 ? 1 : 0);
        if (status == 403) {
            assertThat(answer.code()).isEqualTo("CSRF_REJECTED");
        }
        boolean readable = origin.equals("https://app.test");
        assertThat(answer.headers().get("Access-Control-Allow-Origin")).isEqualTo(readable ? origin : null);
        assertThat(answer.headers().get("Access-Control-Allow-Credentials")).isEqualTo(readable ? "true" : null);
        assertThat(answer.headers()).containsEntry("Vary", "Origin");
    }

    @Test
    void routeForForeignPages_takesTheirPosts_andIsTheOnlyOne() {
        RouteInfo info = RouteInfo.of(HttpMethod.POST, "/callback", "x").succeeding(204);
        List<String> seen = new ArrayList<>();
        server.add(taking(info.forForeignPages(), seen));
        FakeInbound post = new FakeInbound("POST", "/callback", "state=a")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .with("Sec-Fetch-Site", "cross-site");
        assertThat(server.call(post.with("Origin", "https://idp.test")).status())
                .isEqualTo(204);
        assertThat(server.call(post.with("Origin", "null")).status()).isEqualTo(204);
        assertThat(seen).containsExactly("state=a", "state=a");

        server.add(taking(info, seen));
        assertThat(server.call(post).code()).isEqualTo("CSRF_REJECTED");
        assertThat(seen).hasSize(2);
    }

    private static Route taking(RouteInfo info, List<String> seen) {
        return new Route() {
            @Override
            public RouteInfo info() {
                return info;
            }

            @Override
            public Response handle(Request request) {
                seen.add(new String(request.body(), StandardCharsets.UTF_8));
                return Response.empty(204);
            }
        };
    }

    @Test
    void foreignPages_withoutAnOrigin_areKnownByFetchMetadata() {
        FakeInbound crossSite =
                new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").with("Sec-Fetch-Site", "cross-site");
        assertThat(server.call(crossSite).code()).isEqualTo("CSRF_REJECTED");
        FakeInbound sameOrigin =
                new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").with("Sec-Fetch-Site", "same-origin");
        assertThat(server.call(sameOrigin).status()).isEqualTo(201);
    }

    @Test
    void preflight_isAnsweredForAllowedOriginsOnly() {
        FakeInbound ask = new FakeInbound("OPTIONS", "/api/entities/Log", "")
                .with("Origin", "https://app.test")
                .with("Access-Control-Request-Method", "PATCH");
        Answer answer = server.call(ask);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers())
                .containsEntry("Access-Control-Allow-Origin", "https://app.test")
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Vary", "Origin")
                .containsKeys("Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age");
    }

    @Test
    void preflight_ofAnOriginWithOtherLetters_isRefused_alsoWhenItsHostIsOurs() {
        for (String origin : List.of("h\u00ebtp://shop.localhost:4321", "http://shop.localhost:4321")) {
            Answer answer = server.call(new FakeInbound("OPTIONS", "/api/entities/Log", "")
                    .with("Origin", origin)
                    .with("Access-Control-Request-Method", "POST"));
            assertThat(answer.status()).as(origin).isEqualTo(origin.startsWith("http") ? 204 : 403);
        }
    }

    @Test
    void preflight_thatIsRefused_isNotGivenToOtherOriginsByCaches() {
        Answer answer = server.call(new FakeInbound("OPTIONS", "/api/entities/Log", "")
                .with("Origin", "https://evil.test")
                .with("Access-Control-Request-Method", "PATCH"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers())
                .containsEntry("Vary", "Origin")
                .doesNotContainKeys(
                        "Access-Control-Allow-Origin",
                        "Access-Control-Allow-Credentials",
                        "Access-Control-Allow-Methods");
    }

    @Test
    void inDevelopment_aPageThatIsNotNamed_actsForNobodyByCookie() {
        TestServer dev = new TestServer(
                Map.of("lynchet.dev", "true"), "allowedOrigins", new String[] {"*", "http://named.test"});
        FakeInbound post = new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}")
                .with("Origin", "http://any.test")
                .with("Cookie", "shop_session=u1");
        Answer answer = dev.call(post);
        assertThat(answer.code()).isEqualTo("CSRF_REJECTED");
        assertThat(dev.samples.written()).isZero();
        // What a page knows it may send, whatever else the browser adds.
        assertThat(dev.call(post.with("Authorization", "Bearer u1")).status()).isEqualTo(201);

        FakeInbound named = new FakeInbound("GET", "/health", "").with("Origin", "http://named.test");
        assertThat(dev.call(named).headers())
                .containsEntry("Access-Control-Allow-Origin", "http://named.test")
                .containsEntry("Access-Control-Allow-Credentials", "true");
    }

    @Test
    void inDevelopment_everyPageMay_unlessOriginsAreNamed() {
        TestServer dev = new TestServer(Map.of("lynchet.dev", "true"));
        Answer answer = dev.call(
                new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").with("Origin", "http://any.test"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers())
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        assertThatThrownBy(() -> new TestServer("allowedOrigins", new String[] {"*"}))
                .isInstanceOf(LynchetException.class)
                .hasMessageContaining("development only");
        assertThatThrownBy(() -> new TestServer("allowedOrigins", new String[] {"app.test"}))
                .isInstanceOf(LynchetException.class)
                .hasMessageContaining("is not an origin");
    }

    @Test
    void development_answersUnderNamesOfThisMachineOnly() {
        TestServer dev = new TestServer(Map.of("lynchet.dev", "true"));
        Answer rebound = dev.call(new FakeInbound("GET", "/api/manifest", "").with("Host", "evil.example:4321"));
        assertThat(rebound.status()).isEqualTo(421);
        assertThat(rebound.code()).isEqualTo("HOST_NOT_SERVED");
        assertThat(dev.call(new FakeInbound("GET", "/api/manifest", "").with("Host", "localhost:4321"))
                        .status())
                .isNotEqualTo(421);
        assertThat(server.call(new FakeInbound("GET", "/api/manifest", "").with("Host", "app.example"))
                        .status())
                .isNotEqualTo(421);
    }
}
