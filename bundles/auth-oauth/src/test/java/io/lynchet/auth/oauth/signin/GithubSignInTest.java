// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.Account;
import io.lynchet.auth.oauth.provider.ProviderComponent;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-ins with a server that answers as GitHub does. */
class GithubSignInTest {
    private static final String USER =
            "{\"id\":583231,\"login\":\"octocat\",\"name\":null,\"email\":\"ada@example.org\"}";
    private static final String EMAILS = """
            [{"email":"other@example.org","primary":false,"verified":true},
            {"email":"Ada@example.org","primary":true,"verified":%s}]""";

    @TempDir
    Path folder;

    private HttpServer server;
    private Visit visit;
    private ProviderComponent provider;
    private volatile String tokenAnswer = "{\"access_token\":\"gho_secret\",\"token_type\":\"bearer\"}";
    private volatile String emails = EMAILS.formatted("true");
    private volatile String tokenForm;
    private volatile String authorization;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/login/oauth/access_token", exchange -> {
            tokenForm = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, tokenAnswer);
        });
        server.createContext("/user", exchange -> {
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            answer(exchange, exchange.getRequestURI().getPath().endsWith("/emails") ? emails : USER);
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        WarmedUp.await(URI.create(base + "/user"));
        visit = new Visit(folder);
        provider = new ProviderComponent(
                ComponentConfig.of(
                        ProviderComponent.Config.class,
                        Map.of(
                                "name",
                                "github",
                                "kind",
                                "github",
                                "clientId",
                                "id",
                                "clientSecret",
                                "hush",
                                "connectTimeoutMillis",
                                30_000,
                                "requestTimeoutMillis",
                                30_000,
                                "githubUrl",
                                base,
                                "githubApiUrl",
                                base + "/")),
                visit.clock);
        visit.install(provider);
    }

    @AfterEach
    void stop() {
        provider.deactivate();
        visit.close();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private FakeRequest returning() {
        Visit.Begun begun = visit.begin(Visit.login("github"));
        assertThat(begun.query()).containsKeys("state", "code_challenge").doesNotContainKey("nonce");
        return Visit.back(
                "github", URI.create("/api/auth/callback/github?code=c1&state=" + begun.state()), begun.cookie());
    }

    @Test
    void finish_verifiedPrimaryAddress_isTheAccounts() {
        visit.finish(returning());
        Account account = visit.accounts.all().get(0);
        assertThat(account.email()).isEqualTo("ada@example.org");
        assertThat(account.displayName()).isEqualTo("octocat");
        assertThat(visit.accounts.byLink("github", "583231")).isPresent();
        assertThat(tokenForm).contains("code=c1", "client_secret=hush", "code_verifier=");
        assertThat(authorization).isEqualTo("Bearer gho_secret");
        assertThat(visit.audit.events()).containsExactly("account_created");
    }

    @Test
    void finish_unverifiedPrimaryAddress_findsNobody() {
        Account owner = visit.accounts.add("ada@example.org", true);
        emails = EMAILS.formatted("false");
        visit.finish(returning());
        assertThat(visit.accounts.all()).hasSize(2);
        assertThat(visit.accounts.all().get(1).email()).isNull();
        assertThat(visit.accounts.links()).doesNotContainValue(owner.id());
    }

    @Test
    void finish_codeRefusedInA200_opensNothing() {
        tokenAnswer = "{\"error\":\"bad_verification_code\"}";
        assertThat(visit.refusal(returning())).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_addressesThatAreNoList_opensNothing() {
        emails = "{}";
        assertThat(visit.refusal(returning())).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_withoutAudit_signsInAndRefusesAsBefore() {
        visit.services.audit().unbind(visit.audit);
        FakeRequest back = returning();
        assertThat(visit.finish(back).status()).isEqualTo(200);
        assertThat(visit.sessions.opened()).hasSize(1);
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_INVALID_STATE);
        assertThat(visit.audit.events()).isEmpty();
    }

    @Test
    void finish_whenTheAuditFails_signsInAllTheSame() {
        visit.services.audit().bind(new FailingAudit());
        assertThat(visit.finish(returning()).status()).isEqualTo(200);
        assertThat(visit.sessions.opened()).hasSize(1);
    }
}
