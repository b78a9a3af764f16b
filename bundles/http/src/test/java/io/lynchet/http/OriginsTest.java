// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.LynchetException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder, "allowedOrigins", new String[] {"https://app.test"});
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.test, 403",
        "null, 403",
        "http://shop.test, 403",
        "http://shop.test:4321, 201",
        "https://app.test, 201",
        "https://app.test.evil.test, 403"
    })
    void foreignPages_mayNotChangeAnything(String origin, int status) {
        TestServer.Answer answer =
                server.call(new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").with("Origin", origin));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(server.app.head()).isEqualTo(status == 201 ? 1 : 0);
        if (status == 403) {
            assertThat(answer.code()).isEqualTo("CSRF_REJECTED");
        }
        boolean readable = origin.equals("https://app.test");
        assertThat(answer.headers().containsKey("Access-Control-Allow-Origin")).isEqualTo(readable);
        assertThat(answer.headers()).containsEntry("Vary", "Origin");
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
        TestServer.Answer answer = server.call(ask);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers())
                .containsEntry("Access-Control-Allow-Origin", "https://app.test")
                .containsKeys("Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age");
        assertThat(server.call(ask.with("Origin", "https://evil.test")).status())
                .isEqualTo(403);
    }

    @Test
    void inDevelopment_everyPageMay_unlessOriginsAreNamed() {
        try (TestServer dev = new TestServer(folder, Map.of("lynchet.dev", "true"))) {
            TestServer.Answer answer = dev.call(
                    new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").with("Origin", "http://any.test"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers()).containsEntry("Access-Control-Allow-Origin", "*");
        }
        assertThatThrownBy(() -> new TestServer(folder, "allowedOrigins", new String[] {"*"}))
                .isInstanceOf(LynchetException.class)
                .hasMessageContaining("development only");
        assertThatThrownBy(() -> new TestServer(folder, "allowedOrigins", new String[] {"app.test"}))
                .isInstanceOf(LynchetException.class)
                .hasMessageContaining("is not an origin");
    }
}
