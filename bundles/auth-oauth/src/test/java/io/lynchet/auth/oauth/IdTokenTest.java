// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.lynchet.api.ErrorCode;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that must not be believed, each in an otherwise good sign-in. */
class IdTokenTest {
    @TempDir
    Path folder;

    private MockOAuth2Server server;
    private Visit visit;
    private ProviderComponent provider;
    private Visit.Begun begun;
    private FakeRequest back;

    @BeforeEach
    void comeBack() throws Exception {
        server = new MockOAuth2Server();
        server.start();
        visit = new Visit(folder);
        provider = new ProviderComponent(
                Configured.with(Map.of(
                        "name", "corp",
                        "issuer", issuer(),
                        "clientId", "lynchet",
                        "clientSecret", "hush-hush-hush-hush-hush-hush-hush",
                        "requestTimeoutMillis", 1_000)),
                visit.clock);
        visit.install(provider);
        begun = visit.begin(Visit.login("corp"));
        back = Visit.back("corp", Visit.consent(begun), begun.cookie());
    }

    @AfterEach
    void stop() {
        provider.deactivate();
        visit.close();
        server.shutdown();
    }

    private String issuer() {
        return server.issuerUrl("corp").toString();
    }

    private void says(List<String> audience, Map<String, Object> claims, long expiry) {
        server.enqueueCallback(new DefaultOAuth2TokenCallback("corp", "sub", "JWT", audience, claims, expiry));
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

    // Marked as deprecated, and the only way to make this server say what it would not say by itself.
    @SuppressWarnings("deprecation")
    private void serve(MockResponse response) {
        server.enqueueResponse(response);
    }

    private void answers(String token) {
        serve(new MockResponse()
                .setHeader("Content-Type", "application/json")
                .setBody("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}"));
    }

    private void assertRefused(String reason) {
        assertThat(visit.refusal(back)).isEqualTo(ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED);
        visit.assertNothingHappened(0);
        assertThat(visit.audit.all().get(0).detail()).contains(reason).doesNotContain("eyJ", "hush");
    }

    @Test
    void check_goodToken_isBelieved() {
        says(List.of("lynchet"), Map.of(), 600);
        visit.finish(back);
        assertThat(visit.sessions.opened()).hasSize(1);
    }

    @Test
    void check_otherNonce_isRefused() {
        says(List.of("lynchet"), Map.of("nonce", "another"), 600);
        assertRefused("nonce");
    }

    @Test
    void check_expired_isRefused() {
        says(List.of("lynchet"), Map.of(), -120);
        assertRefused("expired");
    }

    @Test
    void check_issuedLongAgoOrLater_isRefused() {
        says(List.of("lynchet"), Map.of("iat", Instant.now().getEpochSecond() - 3_600), 600);
        assertRefused("just now");
    }

    @Test
    void check_otherAudience_isRefused() {
        says(List.of("somebody"), Map.of(), 600);
        assertRefused("audience");
    }

    @Test
    void check_severalAudiencesWithoutAuthorizedParty_isRefused() {
        says(List.of("lynchet", "somebody"), Map.of("azp", "somebody"), 600);
        assertRefused("party");
    }

    @Test
    void check_otherIssuer_isRefused() {
        says(List.of("lynchet"), Map.of("iss", "https://evil.example"), 600);
        assertRefused("issuer");
    }

    @Test
    void check_otherKey_isRefused() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("corp").generate();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("corp").build(), claims().build());
        token.sign(new RSASSASigner(key));
        answers(token.serialize());
        assertRefused("not valid");
    }

    @Test
    void check_keyThatTheTokenBringsAlong_isRefused() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).generate();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(key.toPublicJWK()).build(), claims().build());
        token.sign(new RSASSASigner(key));
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
        token.sign(new MACSigner("hush-hush-hush-hush-hush-hush-hush"));
        answers(token.serialize());
        assertRefused("not valid");
    }

    @Test
    void check_garbage_isRefused() {
        answers("a.b.c");
        assertRefused("not valid");
    }

    @Test
    void exchange_answerWithoutIdToken_isRefused() {
        serve(new MockResponse().setBody("{\"access_token\":\"a\"}"));
        assertRefused("no ID token");
    }

    @Test
    void exchange_noJson_isRefused() {
        serve(new MockResponse().setBody("<html>"));
        assertRefused("not JSON");
    }

    @Test
    void exchange_hugeAnswer_isRefused() {
        serve(new MockResponse().setBody("x".repeat(1024 * 1024 + 1)));
        assertRefused("breaks off");
    }

    @Test
    void exchange_redirect_isNotFollowed() {
        serve(new MockResponse().setResponseCode(302).setHeader("Location", issuer()));
        assertRefused("302");
    }

    @Test
    void exchange_noAnswerInTime_isRefused() {
        serve(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
        assertRefused("time");
    }

    @Test
    void exchange_bodyThatTrickles_isRefused() {
        serve(new MockResponse()
                .setBody("x".repeat(100))
                .throttleBody(1, 500, java.util.concurrent.TimeUnit.MILLISECONDS));
        assertRefused("time");
    }
}
