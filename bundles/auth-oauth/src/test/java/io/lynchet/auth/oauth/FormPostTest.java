// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.http.HttpRouter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** A provider's answer by a form, through the real router, as a browser sends it from the provider's page. */
class FormPostTest {
    @TempDir
    Path folder;

    private MockOAuth2Server server;
    private Visit visit;
    private ProviderComponent provider;
    private HttpRouter router;

    private record Arriving(String method, String target, Map<String, String> fields, byte[] bytes) implements Inbound {
        @Override
        public String header(String name) {
            return fields.get(name);
        }

        @Override
        public List<String> headers(String name) {
            return fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.7";
        }

        @Override
        public boolean secure() {
            return true;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(bytes);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new MockOAuth2Server();
        server.start();
        visit = new Visit(folder);
        provider = new ProviderComponent(
                Configured.with(Map.of(
                        "name", "corp",
                        "issuer", server.issuerUrl("corp").toString(),
                        "clientId", "lynchet",
                        "clientSecret", "hush",
                        "requestTimeoutMillis", 20_000)),
                visit.clock);
        visit.install(provider);
        router = new HttpRouter(
                proxy(BundleContext.class, (self, method, arguments) -> null),
                proxy(HttpRouter.Config.class, (self, method, arguments) -> method.getDefaultValue()));
        bind(visit.finish, 1);
        bind(visit.finishByPost, 2);
    }

    @AfterEach
    void stop() {
        provider.deactivate();
        visit.close();
        server.shutdown();
    }

    private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FormPostTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** As Declarative Services would do it, which calls methods that are not public, too. */
    private void bind(Route route, long serviceId) throws ReflectiveOperationException {
        Method method = HttpRouter.class.getDeclaredMethod("bindRoute", Route.class, Map.class);
        method.setAccessible(true);
        method.invoke(router, route, Map.of("service.id", serviceId));
    }

    private Response send(String method, String target, String origin, String cookie, String form) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put("Host", Visit.HOST);
        Map<String, String> given = new HashMap<>();
        given.put("Origin", origin);
        given.put("Cookie", cookie);
        given.put("Content-Type", form.isEmpty() ? null : "application/x-www-form-urlencoded");
        given.put("Sec-Fetch-Site", "cross-site");
        given.values().removeIf(value -> value == null);
        fields.putAll(given);
        return router.answer(new Arriving(method, target, fields, form.getBytes(StandardCharsets.UTF_8)));
    }

    private Response post(String origin, String cookie, String form) {
        return send("POST", "/api/auth/callback/corp", origin, cookie, form);
    }

    private Visit.Begun begun() {
        server.enqueueCallback(
                new DefaultOAuth2TokenCallback("corp", "sub-1", "JWT", List.of("lynchet"), Map.of(), 3_600));
        return visit.begin(Visit.login("corp"));
    }

    @Test
    void formOfTheProvidersPage_withTheCookie_signsIn() throws Exception {
        Visit.Begun begun = begun();
        String form = Visit.consent(begun).getRawQuery();
        assertThat(post("https://idp.example", begun.cookie(), form).status()).isEqualTo(200);
        assertThat(visit.sessions.opened()).hasSize(1);
    }

    @Test
    void formWithoutTheCookie_comesBackByGet_andSignsInWithIt() throws Exception {
        Visit.Begun begun = begun();
        // An origin that browsers hide, as they do behind redirects.
        Response sentOn = post("null", null, Visit.consent(begun).getRawQuery());
        assertThat(sentOn.status()).isEqualTo(303);
        assertThat(visit.sessions.opened()).isEmpty();
        Response answer = send("GET", Visit.header(sentOn, "Location"), null, begun.cookie(), "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(visit.sessions.opened()).hasSize(1);
    }

    @Test
    void formThatSomebodyElseHasBegun_signsNobodyIn() throws Exception {
        Visit.Begun theirs = begun();
        String form = Visit.consent(theirs).getRawQuery();
        Response sentOn = post("https://evil.example", "a=b", form);
        assertThat(sentOn.status()).isEqualTo(303);
        Response answer = send("GET", Visit.header(sentOn, "Location"), null, "a=b", "");
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(visit.sessions.opened()).isEmpty();
        assertThat(visit.accounts.all()).isEmpty();
    }
}
