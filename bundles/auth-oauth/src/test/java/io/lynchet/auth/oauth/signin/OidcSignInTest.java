// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Response;
import io.lynchet.auth.oauth.provider.OAuthSecrets;
import io.lynchet.auth.oauth.provider.ProviderComponent;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.auth.FakeRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sign-ins with a provider that is a real server. */
class OidcSignInTest {
    private static final Map<String, Object> VERIFIED =
            Map.of("email", "Ada@Example.org", "email_verified", true, "name", "Ada");

    @TempDir
    Path folder;

    private MockOAuth2Server server;
    private Visit visit;
    private ProviderComponent provider;

    @BeforeEach
    void start() throws Exception {
        server = new MockOAuth2Server();
        server.start();
        WarmedUp.await(server.wellKnownUrl("corp").uri());
        WarmedUp.await(server.jwksUrl("corp").uri());
        visit = new Visit(folder);
        provider = new ProviderComponent(
                ComponentConfig.of(
                        ProviderComponent.Config.class,
                        "name",
                        "corp",
                        "issuer",
                        server.issuerUrl("corp").toString(),
                        "clientId",
                        "lynchet",
                        "clientSecret",
                        "hush",
                        "connectTimeoutMillis",
                        30_000,
                        "requestTimeoutMillis",
                        30_000),
                visit.clock);
        visit.install(provider);
    }

    @AfterEach
    void stop() {
        provider.deactivate();
        visit.close();
        server.shutdown();
    }

    private void says(String subject, Map<String, Object> claims) {
        server.enqueueCallback(
                new DefaultOAuth2TokenCallback("corp", subject, "JWT", List.of("lynchet"), claims, 3_600));
    }

    private FakeRequest returning(FakeRequest login) throws Exception {
        Visit.Begun begun = visit.begin(login);
        return Visit.back("corp", Visit.consent(begun), begun.cookie());
    }

    @Test
    void roundTrip_newPersonWithCallback_opensASessionAndGoesThere() throws Exception {
        says("sub-1", VERIFIED);
        Response response = visit.finish(returning(Visit.login("corp").query("callback", "https://app.example/in")));
        assertThat(response.status()).isEqualTo(302);
        assertThat(Visit.header(response, "Location")).isEqualTo("https://app.example/in");
        assertThat(response.headers().stream().filter(h -> h.name().equals("Set-Cookie")))
                .anyMatch(h -> h.value().startsWith("test_session=pylon_"))
                .anyMatch(h -> h.value().startsWith("__Host-lynchet_oauth_")
                        && h.value().contains("Max-Age=0"));
        Account account = visit.accounts.all().get(0);
        assertThat(account.email()).isEqualTo("ada@example.org");
        assertThat(account.emailVerified()).isTrue();
        assertThat(account.displayName()).isEqualTo("Ada");
        assertThat(visit.sessions.open())
                .singleElement()
                .matches(s -> s.userId().equals(account.id()));
        assertThat(visit.audit.events()).containsExactly("account_created");
        assertThat(visit.states()).isZero();
    }

    @Test
    void roundTrip_withoutCallback_answersTheTokenAsJson() throws Exception {
        says("sub-1", VERIFIED);
        Response response = visit.finish(returning(Visit.login("corp")));
        assertThat(response.status()).isEqualTo(200);
        assertThat(new String(response.bytes(), StandardCharsets.UTF_8))
                .startsWith("{\"token\":\"pylon_")
                .contains("user_id", "expires_at");
    }

    @Test
    void roundTrip_secondTime_findsTheSameAccount() throws Exception {
        says("sub-1", VERIFIED);
        visit.finish(returning(Visit.login("corp")));
        says("sub-1", Map.of("email", "new@example.org", "email_verified", true));
        visit.finish(returning(Visit.login("corp")));
        assertThat(visit.accounts.all()).hasSize(1);
        assertThat(visit.sessions.open()).hasSize(2);
    }

    @Test
    void begin_always_asksWithStateNonceAndChallenge() {
        Visit.Begun begun = visit.begin(Visit.login("corp"));
        assertThat(begun.query())
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", "https://" + Visit.HOST + "/api/auth/callback/corp")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(visit.states()).isOne();
    }

    @Test
    void begin_untrustedAddresses_writesNothing() {
        for (String parameter : List.of("callback", "error_callback")) {
            assertThatThrownBy(() -> visit.begin(Visit.login("corp").query(parameter, "//evil.example")))
                    .isInstanceOfSatisfying(
                            LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNTRUSTED_REDIRECT));
        }
        assertThat(visit.states()).isZero();
        assertThat(visit.audit.events()).isEmpty();
    }

    @Test
    void begin_unknownProvider_isNotFound() {
        assertThatThrownBy(() -> visit.begin(Visit.login("nope")))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_NOT_FOUND));
        assertThat(visit.states()).isZero();
    }

    @Test
    void begin_tooOften_isRateLimited() {
        for (int i = 0; i < BeginSignIn.ATTEMPTS_MAX; i++) {
            visit.begin(Visit.login("corp"));
        }
        assertThatThrownBy(() -> visit.begin(Visit.login("corp")))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
    }

    @Test
    void begin_afterOthersHaveExpired_clearsThemAway() {
        visit.begin(Visit.login("corp"));
        visit.clock.advance(PendingSignIns.LIFE.plusSeconds(1));
        visit.begin(Visit.login("corp"));
        assertThat(visit.states()).isOne();
    }

    @Test
    void begin_providerDown_isRefusedAndWritesNothing() {
        server.shutdown();
        assertThatThrownBy(() -> visit.begin(Visit.login("corp")))
                .isInstanceOfSatisfying(
                        LynchetException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED));
        Response response = visit.begin.handle(Visit.login("corp").query("error_callback", "/oops"));
        assertThat(Visit.header(response, "Location")).isEqualTo("/oops?error=OAUTH_TOKEN_EXCHANGE_FAILED");
        assertThat(visit.states()).isZero();
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_providerDown_isRefusedAndUsesTheStateUp() throws Exception {
        FakeRequest back = returning(Visit.login("corp"));
        server.shutdown();
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
        assertThat(visit.states()).isZero();
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_badState_isRefused() throws Exception {
        Visit.Begun begun = visit.begin(Visit.login("corp"));
        for (String state : List.of("", "x", OAuthSecrets.fresh(), begun.state() + "x", "\u0000")) {
            FakeRequest back = Visit.back("corp", URI.create("/api/auth/callback/corp?code=c"), begun.cookie());
            assertThat(visit.refusal(back.query("state", state))).isEqualTo(ErrorCode.OAUTH_INVALID_STATE);
        }
        assertThat(visit.states()).isOne();
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_replayedState_isRefused() throws Exception {
        says("sub-1", VERIFIED);
        FakeRequest back = returning(Visit.login("corp"));
        visit.finish(back);
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_INVALID_STATE);
        assertThat(visit.sessions.opened()).hasSize(1);
        assertThat(visit.accounts.all()).hasSize(1);
    }

    @Test
    void finish_sameStateManyTimesAtOnce_oneWins() throws Exception {
        says("sub-1", VERIFIED);
        FakeRequest back = returning(Visit.login("corp"));
        Callable<Boolean> attempt = () -> {
            try {
                visit.finish(back);
                return true;
            } catch (LynchetException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.OAUTH_INVALID_STATE);
                return false;
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            int won = 0;
            for (var result : threads.invokeAll(List.of(attempt, attempt, attempt, attempt))) {
                won += result.get() ? 1 : 0;
            }
            assertThat(won).isOne();
        } finally {
            threads.shutdown();
        }
        assertThat(visit.sessions.opened()).hasSize(1);
    }

    @Test
    void finish_expiredState_isRefused() throws Exception {
        FakeRequest back = returning(Visit.login("corp"));
        visit.clock.advance(PendingSignIns.LIFE.plusSeconds(1));
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_INVALID_STATE);
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_otherBrowser_isRefused() throws Exception {
        Visit.Begun begun = visit.begin(Visit.login("corp"));
        Visit.Begun others = visit.begin(Visit.login("corp"));
        URI back = Visit.consent(begun);
        String name = begun.cookie().substring(0, begun.cookie().indexOf('='));
        String secret = others.cookie().substring(others.cookie().indexOf('=') + 1);
        for (String cookie :
                new String[] {null, others.cookie(), name + "=" + secret, begun.cookie() + "; " + name + "=" + secret
                }) {
            assertThat(visit.refusal(Visit.back("corp", back, cookie))).isEqualTo(ErrorCode.OAUTH_INVALID_STATE);
        }
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_stateOfAnotherProvider_isRefused() throws Exception {
        ProviderComponent second = new ProviderComponent(
                ComponentConfig.of(
                        ProviderComponent.Config.class,
                        "name",
                        "second",
                        "issuer",
                        server.issuerUrl("second").toString(),
                        "clientId",
                        "x"),
                visit.clock);
        visit.install(second);
        Visit.Begun begun = visit.begin(Visit.login("corp"));
        FakeRequest back = Visit.back("second", Visit.consent(begun), begun.cookie());
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_INVALID_STATE);
        visit.assertNothingHappened(0);
        second.deactivate();
    }

    @Test
    void finish_providerRemovedMeanwhile_isNotFound() throws Exception {
        FakeRequest back = returning(Visit.login("corp"));
        visit.providers.remove("corp", provider);
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.PROVIDER_NOT_FOUND);
        assertThat(visit.sessions.opened()).isEmpty();
        assertThat(visit.accounts.all()).isEmpty();
    }

    @Test
    void finish_providerSaysNo_goesToTheErrorCallback() {
        Visit.Begun begun =
                visit.begin(Visit.login("corp").query("callback", "/in").query("error_callback", "/oops"));
        URI back = URI.create("/api/auth/callback/corp?error=access_denied&state=" + begun.state());
        Response response = visit.finish(Visit.back("corp", back, begun.cookie()));
        assertThat(Visit.header(response, "Location"))
                .isEqualTo("/oops?error=OAUTH_TOKEN_EXCHANGE_FAILED&provider_error=access_denied");
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_issuerOfAnotherProviderInTheAnswer_isRefused() throws Exception {
        FakeRequest back = returning(Visit.login("corp")).query("iss", "https://evil.example");
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_unverifiedEmailOfAnAccount_getsAnAccountOfItsOwnWithoutEmail() throws Exception {
        Account owner = visit.accounts.add("ada@example.org", true);
        for (Object unverified : new Object[] {false, "true", 1, "yes"}) {
            says("sub-" + unverified, Map.of("email", "ada@example.org", "email_verified", unverified));
            visit.finish(returning(Visit.login("corp")));
        }
        assertThat(visit.accounts.links()).doesNotContainValue(owner.id());
        assertThat(visit.accounts.all()).hasSize(5);
        assertThat(visit.accounts.all())
                .filteredOn(a -> !a.id().equals(owner.id()))
                .allMatch(a -> a.email() == null);
        assertThat(visit.sessions.of(owner.id())).isEmpty();
    }

    @Test
    void finish_verifiedEmailOfAVerifiedAccount_linksAndLeavesItsSessions() throws Exception {
        Account owner = visit.accounts.add("ada@example.org", true);
        visit.sessions.open(owner.id(), "password", Visit.login("corp"));
        says("sub-1", VERIFIED);
        visit.finish(returning(Visit.login("corp")));
        assertThat(visit.accounts.all()).hasSize(1);
        assertThat(visit.accounts.links()).containsValue(owner.id());
        assertThat(visit.sessions.of(owner.id())).hasSize(2);
        assertThat(visit.audit.events()).containsExactly("account_linked");
    }

    @Test
    void finish_verifiedEmailOfAnUnverifiedAccount_throwsTheSquatterOut() throws Exception {
        Account squatted = visit.accounts.add("ada@example.org", false);
        visit.sessions.open(squatted.id(), "password", Visit.login("corp"));
        says("sub-1", VERIFIED);
        visit.finish(returning(Visit.login("corp")));
        assertThat(visit.accounts.byId(squatted.id()).orElseThrow().emailVerified())
                .isTrue();
        assertThat(visit.sessions.of(squatted.id()))
                .singleElement()
                .matches(s -> s.method().equals("corp"));
        assertThat(visit.accounts.links()).containsValue(squatted.id());
    }

    @Test
    void finishByPost_withTheCookie_signsIn() throws Exception {
        says("sub-1", VERIFIED);
        Visit.Begun begun = visit.begin(Visit.login("corp"));
        FakeRequest post = post(Visit.consent(begun).getRawQuery()).with("Cookie", begun.cookie());
        assertThat(visit.finishByPost.handle(post).status()).isEqualTo(200);
        assertThat(visit.sessions.opened()).hasSize(1);
    }

    @Test
    void finishByPost_withoutTheCookie_sendsTheBrowserOnToGet() {
        Response response = visit.finishByPost.handle(post("code=a%26b&state=s&user=x"));
        assertThat(response.status()).isEqualTo(303);
        assertThat(Visit.header(response, "Location")).isEqualTo("/api/auth/callback/corp?code=a%26b&state=s");
        visit.audit.events().forEach(event -> assertThat(event).isEmpty());
    }

    @Test
    void finishByPost_oddBodies_areRefused() {
        for (String form : List.of("state=a&state=b", "state=%zz", "x=" + "y".repeat(20_000))) {
            assertThatThrownBy(() -> visit.finishByPost.handle(post(form)))
                    .isInstanceOfSatisfying(
                            LynchetException.class,
                            e -> assertThat(e.code().status()).isBetween(400, 499));
        }
        assertThat(visit.sessions.opened()).isEmpty();
    }

    private static FakeRequest post(String form) {
        return FakeRequest.of(HttpMethod.POST, "/api/auth/callback/corp")
                .pathParameter("provider", "corp")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .body(form.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keys_ofACopyOfTheStore_finishNothing() {
        Visit.Begun begun = visit.begin(Visit.login("corp"));
        String secret = begun.cookie().substring(begun.cookie().indexOf('=') + 1);
        String stored = visit.stored();
        assertThat(stored).doesNotContain(begun.state(), begun.nonce(), secret);
        assertThat(Duration.ofMinutes(10)).isEqualTo(PendingSignIns.LIFE);
    }
}
