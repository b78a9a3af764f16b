// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.auth.oauth.provider.ProviderComponent;
import io.lynchet.http.HttpRouter;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider's answer by a form, through the real router, as a browser sends it from the provider's page. */
class FormPostTest {
    @TempDir
    Path folder;

    private MockOAuth2Server server;
    private Visit visit;
    private ProviderComponent provider;
    private HttpRouter router;

    @BeforeEach
    void start() throws Exception {
        server = new MockOAuth2Server();
        server.start();
        visit = new Visit(folder);
        provider = new ProviderComponent(
                ComponentConfig.of(
                        ProviderComponent.Config.class,
                        Map.of(
                                "name", "corp",
                                "issuer", server.issuerUrl("corp").toString(),
                                "clientId", "lynchet",
                                "clientSecret", "hush",
                                "requestTimeoutMillis", 20_000)),
                visit.clock);
        visit.install(provider);
        ServiceRegistryContext context = new ServiceRegistryContext();
        router = new HttpRouter(context, ComponentConfig.of(HttpRouter.Config.class));
        context.add(Route.class, visit.finish);
        context.add(Route.class, visit.finishByPost);
    }

    @AfterEach
    void stop() {
        provider.deactivate();
        visit.close();
        server.shutdown();
    }

    private Response send(String method, String target, String origin, String cookie, String form) {
        FakeInbound inbound = new FakeInbound(method, target, form)
                .overTls()
                .with("Host", Visit.HOST)
                .with("Sec-Fetch-Site", "cross-site");
        if (origin != null) {
            inbound.with("Origin", origin);
        }
        if (cookie != null) {
            inbound.with("Cookie", cookie);
        }
        if (!form.isEmpty()) {
            inbound.with("Content-Type", "application/x-www-form-urlencoded");
        }
        return router.answer(inbound);
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
