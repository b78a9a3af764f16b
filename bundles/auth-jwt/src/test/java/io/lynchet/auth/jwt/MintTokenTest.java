// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.http.Response;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.auth.FakeAttempts;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.RecordingAudit;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code POST /api/auth/jwt}. */
class MintTokenTest {
    private static final Principal ADA =
            new Principal("ada", "ada@example.org", "acme", Set.of("org:owner", "editor"), false, false);

    private final MovedClock clock = new MovedClock();
    private final FakeSessions sessions = new FakeSessions();
    private final FakeAttempts attempts = new FakeAttempts();
    private final RecordingAudit audit = new RecordingAudit();
    private final ServiceRegistryContext context = new ServiceRegistryContext();
    private final MintServices parts = new MintServices();
    private final TokenMintComponent routes = new TokenMintComponent(parts);
    private final MintToken route = new MintToken(parts);
    private Session session;

    @BeforeEach
    void open() {
        context.add(Sessions.class, sessions);
        context.add(AttemptLimiter.class, attempts);
        context.add(Audit.class, audit);
        routes.activate(context);
        String id = sessions.open("ada", "password", request()).sessionId();
        session = sessions.byId(id).orElseThrow();
    }

    private static FakeRequest request() {
        return FakeRequest.post("/api/auth/jwt", "");
    }

    private FakeRequest ada() {
        return request().by(Caller.unlimited(ADA, Caller.Kind.SESSION, session.id()));
    }

    private IssuerComponent configure(Configured configured) {
        IssuerComponent issuer = new IssuerComponent(configured.config(), clock);
        context.add(JwtIssuer.class, issuer);
        return issuer;
    }

    private IssuerComponent configure() {
        return configure(Configured.shared().set("mint", true));
    }

    private static Map<String, Object> object(byte[] json) {
        return ((JsonNode.ObjectNode) JsonTree.read(json)).plain();
    }

    private static Map<String, Object> part(String token, int number) {
        return object(Base64.getUrlDecoder().decode(token.split("\\.")[number]));
    }

    private String mint(FakeRequest request) {
        Response response = route.handle(request);
        assertThat(response.status()).isEqualTo(200);
        return (String) object(response.bytes()).get("token");
    }

    private void assertRefused(FakeRequest request, ErrorCode code) {
        assertThatThrownBy(() -> route.handle(request))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(audit.all()).isEmpty();
        assertThat(sessions.opened()).hasSize(1);
    }

    @Test
    void handle_session_getsAToken() {
        configure();
        Response response = route.handle(ada());
        long now = clock.instant().getEpochSecond();
        Map<String, Object> answer = object(response.bytes());
        assertThat(response.status()).isEqualTo(200);
        assertThat(answer).containsOnlyKeys("token", "expires_at").containsEntry("expires_at", now + 900);
        assertThat(response.headers())
                .anyMatch(header ->
                        header.name().equals("Cache-Control") && header.value().equals("no-store"));
        String token = (String) answer.get("token");
        assertThat(part(token, 0)).isEqualTo(Map.of("alg", "HS256", "typ", "JWT"));
        assertThat(part(token, 1))
                .isEqualTo(Map.of(
                        "iss",
                        Configured.ISSUER,
                        "aud",
                        "lynchet",
                        "sub",
                        "ada",
                        "iat",
                        now,
                        "exp",
                        now + 900,
                        "roles",
                        List.of("editor", "org:owner"),
                        "tenant_id",
                        "acme"));
        assertThat(audit.all()).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo("token_minted");
            assertThat(entry.userId()).isEqualTo("ada");
            assertThat(entry.detail()).isNull();
        });
        assertThat(sessions.opened()).hasSize(1);
    }

    @Test
    void handle_itsToken_isRecognised() {
        IssuerComponent issuer = configure();
        String token = mint(ada());
        Caller caller = issuer.callerOf(token).orElseThrow();
        assertThat(caller.kind()).isEqualTo(Caller.Kind.FOREIGN_TOKEN);
        assertThat(caller.principal())
                .isEqualTo(new Principal("ada", null, "acme", Set.of("org:owner", "editor"), false, false));
        clock.advance(Duration.ofSeconds(900 + 60));
        assertThatThrownBy(() -> issuer.callerOf(token)).hasMessageContaining("expired");
    }

    @Test
    void handle_otherClaimNames_areRecognisedToo() {
        IssuerComponent issuer = configure(Configured.shared()
                .set("mint", true)
                .set("mintLifeSeconds", 60)
                .set("audiences", new String[] {"one", "two"})
                .set("userIdClaim", "uid")
                .set("rolesClaim", "groups")
                .set("tenantClaim", "org"));
        String token = mint(ada());
        assertThat(part(token, 1))
                .containsOnlyKeys("iss", "aud", "sub", "uid", "iat", "exp", "groups", "org")
                .containsEntry("aud", List.of("one", "two"));
        assertThat(issuer.callerOf(token).orElseThrow().principal().tenantId()).isEqualTo("acme");
    }

    @Test
    void handle_withoutOrganisation_namesNone() {
        IssuerComponent issuer = configure();
        String token = mint(request().by(Caller.unlimited(Principal.user("ada"), Caller.Kind.SESSION, session.id())));
        assertThat(part(token, 1)).doesNotContainKey("tenant_id").containsEntry("roles", List.of());
        assertThat(issuer.callerOf(token).orElseThrow().principal()).isEqualTo(Principal.user("ada"));
    }

    @Test
    void handle_sessionThatEndsSooner_endsTheToken() {
        configure();
        clock.advance(Duration.between(clock.instant(), session.expiresAt().minusSeconds(100)));
        assertThat(object(route.handle(ada()).bytes()))
                .containsEntry("expires_at", session.expiresAt().getEpochSecond());
    }

    @Test
    void handle_sessionThatHasEnded_isRefused() {
        configure();
        sessions.revoke(session.id());
        assertRefused(ada(), ErrorCode.SESSION_EXPIRED);
    }

    @Test
    void handle_anonymous_isRefused() {
        configure();
        assertRefused(request(), ErrorCode.UNAUTHENTICATED);
        assertRefused(request().admin(), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void handle_guest_isRefused() {
        configure();
        Principal guest = new Principal("guest_1", null, null, Set.of(), false, true);
        assertRefused(
                request().by(Caller.unlimited(guest, Caller.Kind.SESSION, session.id())), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void handle_keysAndTokens_areRefused() {
        configure();
        assertRefused(request().apiKey("ada"), ErrorCode.API_KEY_AUTH_FORBIDDEN);
        assertRefused(
                request().by(Caller.unlimited(ADA, Caller.Kind.FOREIGN_TOKEN, null)), ErrorCode.API_KEY_AUTH_FORBIDDEN);
        assertThat(attempts.count(MintToken.ATTEMPT, "ada")).isZero();
    }

    @Test
    void handle_withoutConfiguration_isNotConfigured() {
        assertRefused(ada(), ErrorCode.JWT_NOT_CONFIGURED);
        configure(Configured.shared());
        configure(Configured.published("https://issuer.example/keys", "RS256"));
        assertRefused(ada(), ErrorCode.JWT_NOT_CONFIGURED);
        assertRefused(request(), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void handle_configurationThatIsGone_isNotConfigured() {
        IssuerComponent issuer = configure();
        context.remove(issuer);
        assertRefused(ada(), ErrorCode.JWT_NOT_CONFIGURED);
    }

    @Test
    void handle_twoConfigurations_useTheNewer() {
        IssuerComponent older = configure();
        IssuerComponent newer = configure(Configured.shared().set("mint", true).set("issuer", "https://newer.example"));
        assertThat(newer.callerOf(mint(ada()))).isPresent();
        context.remove(newer);
        assertThat(older.callerOf(mint(ada()))).isPresent();
    }

    @Test
    void handle_tooOften_isLimited() {
        configure();
        for (int i = 0; i < MintToken.ATTEMPTS_MAX; i++) {
            route.handle(ada());
        }
        assertThatThrownBy(() -> route.handle(ada()))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
        assertThat(audit.all()).hasSize(MintToken.ATTEMPTS_MAX);
        attempts.advance(MintToken.ATTEMPTS_WINDOW);
        assertThat(route.handle(ada()).status()).isEqualTo(200);
    }

    @Test
    void toString_ofAMintedToken_hasNoToken() {
        TokenMint mint = configure().mint().orElseThrow();
        TokenMint.Minted minted = mint.mint(ADA, session.expiresAt());
        assertThat(minted.toString()).doesNotContain(minted.token());
        assertThat(new String(route.handle(ada()).bytes(), StandardCharsets.UTF_8))
                .contains(minted.token());
    }
}
