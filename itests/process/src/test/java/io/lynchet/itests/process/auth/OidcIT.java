// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.AuthApp;
import io.lynchet.itests.process.app.AuthApp.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sign-in with a real OpenID provider, through the whole server. */
class OidcIT {
    private static final MockOAuth2Server PROVIDER = new MockOAuth2Server();

    @TempDir
    static Path folder;

    private static AuthApp app;

    @BeforeAll
    static void start() throws IOException {
        PROVIDER.start();
        String corp = "{\"name\":\"corp\",\"label\":\"Corp\",\"kind\":\"oidc\",\"issuer\":\""
                + PROVIDER.issuerUrl("corp") + "\",\"clientId\":\"lynchet\",\"clientSecret\":\"hush\"}";
        app = new AuthApp(folder.resolve("app"), true, Map.of("io.lynchet.auth.oauth~corp", corp));
    }

    @AfterAll
    static void stop() {
        app.close();
        PROVIDER.shutdown();
    }

    /** Where the provider sends the browser, and the cookie with which it comes back. */
    private record Consent(URI back, String cookie) {}

    private static Consent consent(String subject, String email) throws Exception {
        PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback(
                "corp", subject, "JWT", List.of("lynchet"), Map.of("email", email, "email_verified", true), 3_600));
        Answer begun = app.get("/api/auth/login/corp", null);
        assertThat(begun.status()).as(begun.body()).isEqualTo(302);
        String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow();
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        begun.headers().firstValue("Location").orElseThrow()))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
        return new Consent(back, cookie.substring(0, cookie.indexOf(';')));
    }

    private static Answer back(Consent consent, String cookie) {
        String path = consent.back().getRawPath() + "?" + consent.back().getRawQuery();
        return cookie == null ? app.get(path, null) : app.send("GET", path, null, null, "Cookie", cookie);
    }

    @Test
    void provider_isListed() {
        assertThat(app.get("/api/auth/providers", null).body())
                .contains("{\"name\":\"corp\",\"label\":\"Corp\",\"kind\":\"oauth\"");
    }

    @Test
    void person_comesBackSignedIn_andTheSecondTimeAsTheSame() throws Exception {
        Consent consent = consent("sub-1", "ada@example.org");
        Answer signedIn = back(consent, consent.cookie());
        assertThat(signedIn.status()).as(signedIn.body()).isEqualTo(200);
        assertThat(app.get("/api/auth/session", signedIn.text("token")).body()).contains("ada@example.org");
        Consent again = consent("sub-1", "other@example.org");
        assertThat(back(again, again.cookie()).text("user_id")).isEqualTo(signedIn.text("user_id"));
    }

    @Test
    void callback_ofAnotherBrowser_orASecondTime_isRefused_andLeavesNothing() throws Exception {
        Consent consent = consent("sub-2", "eve@example.org");
        long sessions = app.rows("_auth_sessions");
        long accounts = app.rows("_auth_accounts");
        assertThat(back(consent, null).code()).isEqualTo("OAUTH_INVALID_STATE");
        assertThat(app.rows("_auth_sessions")).isEqualTo(sessions);
        assertThat(app.rows("_auth_accounts")).isEqualTo(accounts);
        assertThat(back(consent, consent.cookie()).status()).isEqualTo(200);
        assertThat(back(consent, consent.cookie()).code()).isEqualTo("OAUTH_INVALID_STATE");
    }

    @Test
    void callback_toAForeignPage_isRefused() {
        for (String callback : List.of(
                "https://evil.example/",
                "//evil.example/",
                "/%5Cevil.example",
                "https:evil.example",
                "javascript:alert(1)")) {
            Answer begun = app.get("/api/auth/login/corp?callback=" + callback.replace(":", "%3A"), null);
            assertThat(begun.code()).as(callback).isEqualTo("UNTRUSTED_REDIRECT");
        }
        assertThat(app.get("/api/auth/login/nobody", null).code()).isEqualTo("PROVIDER_NOT_FOUND");
    }
}
