// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.auth.oauth.provider.ProviderComponent;
import io.lynchet.outbound.KeyRefreshLimit;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.KnownKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that must not be believed, each in an otherwise good sign-in. */
class IdTokenTest {
    private static final String SECRET = "hush-hush-hush-hush-hush-hush-hush";

    @TempDir
    Path folder;

    private HttpServer server;
    private RSAKey key;
    private Visit visit;
    private ProviderComponent provider;
    private Visit.Begun begun;
    private FakeRequest back;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile HttpHandler tokens;

    @BeforeEach
    void comeBack() throws Exception {
        key = key(KnownKeys.FIRST, "k1");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, discovery()));
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
        });
        server.createContext("/token", exchange -> tokens.handle(exchange));
        server.start();
        visit = new Visit(folder);
        WarmedUp.await(URI.create(issuer() + "/keys"));
        provider = provider(30_000);
        visit.install(provider);
        begun = visit.begin(Visit.login("corp"));
        URI address = URI.create("/api/auth/callback/corp?code=c1&state=" + begun.state());
        back = Visit.back("corp", address, begun.cookie());
    }

    private static RSAKey key(KeyPair pair, String keyId) {
        return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyID(keyId)
                .build();
    }

    private ProviderComponent provider(int timeoutMillis) {
        return new ProviderComponent(
                ComponentConfig.of(
                        ProviderComponent.Config.class,
                        Map.of(
                                "name",
                                "corp",
                                "issuer",
                                issuer(),
                                "clientId",
                                "lynchet",
                                "clientSecret",
                                SECRET,
                                "connectTimeoutMillis",
                                30_000,
                                "requestTimeoutMillis",
                                timeoutMillis)),
                visit.clock);
    }

    @AfterEach
    void stop() {
        over.countDown();
        provider.deactivate();
        visit.close();
        server.stop(0);
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String discovery() {
        return """
                {"issuer":"I","authorization_endpoint":"I/authorize","token_endpoint":"I/token","jwks_uri":"I/keys"}""".replace("I/", issuer() + "/").replace("\"I\"", '"' + issuer() + '"');
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("sub")
                .audience("lynchet")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("nonce", begun.nonce());
    }

    private void serve(String body) {
        tokens = exchange -> answer(exchange, 200, body);
    }

    private void answers(String token) {
        serve("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}");
    }

    private void says(JWTClaimsSet.Builder claims) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims.build());
        token.sign(new RSASSASigner(key));
        answers(token.serialize());
    }

    private void assertRefused(String reason) {
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
        visit.assertNothingHappened(0);
        assertThat(visit.audit.all().get(0).detail()).contains(reason).doesNotContain("eyJ", "hush");
    }

    @Test
    void check_goodToken_isBelieved() throws Exception {
        says(claims());
        visit.finish(back);
        assertThat(visit.sessions.opened()).hasSize(1);
    }

    @Test
    void check_keyThatIsNewAtTheProvider_isFetchedAtOnce() throws Exception {
        says(claims());
        visit.finish(back);
        key = key(KnownKeys.SECOND, "k2");
        visit.finish(another("k2"));
        assertThat(visit.sessions.opened()).hasSize(2);
    }

    @Test
    void check_madeUpNamesOfKeys_makeFewFetches() throws Exception {
        says(claims());
        visit.finish(back);
        int before = asked.get();
        for (int i = 0; i < 4 * KeyRefreshLimit.AT_ONCE_MAX; i++) {
            assertThat(visit.refusal(another("made-up-" + i))).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
        }
        assertThat(asked.get() - before).isEqualTo(KeyRefreshLimit.AT_ONCE_MAX);
        key = key(KnownKeys.SECOND, "k2");
        visit.clock.advance(KeyRefreshLimit.EACH);
        visit.finish(another("k2"));
    }

    @Test
    void check_beforeItsBeginning_isRefused() throws Exception {
        says(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(120))));
        assertRefused("not valid yet");
    }

    @Test
    void check_beginningThatClocksMayDifferBy_isBelieved() throws Exception {
        says(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(30))));
        visit.finish(back);
        assertThat(visit.sessions.opened()).hasSize(1);
    }

    private FakeRequest another(String keyId) throws Exception {
        begun = visit.begin(Visit.login("corp"));
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), claims().build());
        token.sign(new RSASSASigner(key));
        answers(token.serialize());
        return Visit.back("corp", URI.create("/api/auth/callback/corp?code=c1&state=" + begun.state()), begun.cookie());
    }

    @Test
    void finish_whoDidNotAllowIt_isToldSo_alsoWithoutAnErrorCallback() {
        Visit.Begun begun = visit.begin(Visit.login("corp"));
        URI back = URI.create("/api/auth/callback/corp?error=access_denied&state=" + begun.state());
        assertThat(visit.refusal(Visit.back("corp", back, begun.cookie()))).isEqualTo(ErrorCode.OAUTH_ACCESS_DENIED);
        visit.assertNothingHappened(0);
    }

    @Test
    void finish_otherErrorOfTheProvider_isToldByItsCode_ifItIsOne() {
        for (String said : new String[] {"temporarily_unavailable", "Not%20a%20code"}) {
            Visit.Begun begun = visit.begin(Visit.login("corp"));
            URI back = URI.create("/api/auth/callback/corp?error=" + said + "&state=" + begun.state());
            LynchetException refused = catchThrowableOfType(
                    LynchetException.class, () -> visit.finish(Visit.back("corp", back, begun.cookie())));
            assertThat(refused.code()).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
            assertThat(refused.getMessage().contains("says temporarily_unavailable"))
                    .isEqualTo(said.startsWith("temp"));
        }
    }

    @Test
    void check_otherNonce_isRefused() throws Exception {
        says(claims().claim("nonce", "another"));
        assertRefused("nonce");
    }

    @Test
    void check_withoutNonce_isRefused() throws Exception {
        says(claims().claim("nonce", null));
        assertRefused("nonce");
    }

    @Test
    void check_expired_isRefused() throws Exception {
        says(claims().expirationTime(Date.from(Instant.now().minusSeconds(120))));
        assertRefused("expired");
    }

    @Test
    void check_withoutExpiry_isRefused() throws Exception {
        says(claims().expirationTime(null));
        assertRefused("expired");
    }

    @Test
    void check_issuedLongAgo_isRefused() throws Exception {
        says(claims().issueTime(Date.from(Instant.now().minusSeconds(3_600))));
        assertRefused("just now");
    }

    @Test
    void check_issuedInTheFuture_isRefused() throws Exception {
        says(claims().issueTime(Date.from(Instant.now().plusSeconds(300))));
        assertRefused("just now");
    }

    @Test
    void check_otherAudience_isRefused() throws Exception {
        says(claims().audience("somebody"));
        assertRefused("audience");
    }

    @Test
    void check_severalAudiencesWithoutAuthorizedParty_isRefused() throws Exception {
        says(claims().audience(List.of("lynchet", "somebody")));
        assertRefused("party");
    }

    @Test
    void check_otherAuthorizedParty_isRefused() throws Exception {
        says(claims().claim("azp", "somebody"));
        assertRefused("party");
    }

    @Test
    void check_otherIssuer_isRefused() throws Exception {
        says(claims().issuer("https://evil.example"));
        assertRefused("issuer");
    }

    @Test
    void check_withoutSubject_isRefused() throws Exception {
        says(claims().subject(null));
        assertRefused("subject");
    }

    @Test
    void check_otherKey_isRefused() throws Exception {
        RSAKey mine = key;
        key = key(KnownKeys.SECOND, "k1");
        says(claims());
        key = mine;
        assertRefused("not valid");
    }

    @Test
    void check_keyThatTheTokenBringsAlong_isRefused() throws Exception {
        RSAKey own = key(KnownKeys.SECOND, null);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(own.toPublicJWK()).build(), claims().build());
        token.sign(new RSASSASigner(own));
        answers(token.serialize());
        assertRefused("not valid");
    }

    @Test
    void check_algorithmNone_isRefused() {
        answers(new PlainJWT(claims().build()).serialize());
        assertRefused("not valid");
    }

    @Test
    void check_signedWithTheClientSecret_isRefused() throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
        token.sign(new MACSigner(SECRET));
        answers(token.serialize());
        assertRefused("not valid");
    }

    @Test
    void exchange_answersThatAreNone_areRefused() {
        Map<String, String> bodies = Map.of(
                "a.b.c", "", "{\"access_token\":\"a\"}", "no ID token", "[]", "no ID token", "<html>", "not JSON");
        bodies.forEach((body, reason) -> {
            begun = visit.begin(Visit.login("corp"));
            URI address = URI.create("/api/auth/callback/corp?code=c1&state=" + begun.state());
            back = Visit.back("corp", address, begun.cookie());
            if (reason.isEmpty()) {
                answers(body);
            } else {
                serve(body);
            }
            assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
            assertThat(visit.audit.all().get(visit.audit.all().size() - 1).detail())
                    .contains(reason);
        });
        visit.assertNothingHappened(0);
    }

    @Test
    void exchange_hugeAnswer_isRefused() {
        serve("x".repeat(1024 * 1024 + 1));
        assertRefused("connection breaks");
    }

    @Test
    void exchange_redirect_isNotFollowed() {
        tokens = exchange -> {
            exchange.getResponseHeaders().set("Location", issuer() + "/keys");
            answer(exchange, 302, "");
        };
        assertRefused("302");
    }

    @Test
    void exchange_bodyThatDoesNotEnd_isRefusedInTime() {
        tokens = exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            Await.open("the test's end", over);
            exchange.close();
        };
        visit.providers.remove("corp", provider);
        provider.deactivate();
        provider = provider(2_000);
        visit.install(provider);
        assertRefused("in time");
    }
}
