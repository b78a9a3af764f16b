// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.routes.account.AuthScene;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the session table and the caller's look-up do for second factors, organisations and foreign tokens. */
class WaitingSessionTest {
    @TempDir
    Path folder;

    private AuthScene scene;
    private String ada;

    @BeforeEach
    void begin() {
        scene = new AuthScene(folder, false);
        ada = scene.person("ada@example.org").id();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private static FakeRequest with(String token) {
        return FakeRequest.post("/x", "{}").with("Authorization", "Bearer " + token);
    }

    @Test
    void waitingSession_isGoodForNothing() {
        scene.accounts.secondFactor(ada, "totp");
        SignedIn waiting = scene.signIn(ada);
        assertThat(waiting.secondFactor()).isEqualTo("totp");
        assertThat(AuthScene.text(scene.sessions.answer(200, waiting, "", FakeRequest.get("/"))))
                .contains("\"second_factor\":\"totp\"");
        assertThat(scene.refusalOf(waiting.token())).contains(ErrorCode.SECOND_FACTOR_REQUIRED);
        assertThat(scene.sessions.of(ada)).isEmpty();
        assertThat(scene.sessions.byId(waiting.sessionId())).isEmpty();
        assertThat(scene.audit.events()).isEmpty();
        scene.refused(
                ErrorCode.SECOND_FACTOR_REQUIRED,
                new RefreshSession(scene.services()),
                FakeRequest.post("/refresh", ""),
                waiting.token());
    }

    @Test
    void completedSession_hasANewToken_andTheWaitingOneIsDead() {
        scene.accounts.secondFactor(ada, "totp");
        SignedIn waiting = scene.signIn(ada);
        Session found = scene.sessions.awaiting(with(waiting.token())).orElseThrow();
        SignedIn full = scene.sessions.complete(found, with(waiting.token()));
        assertThat(full.token()).isNotEqualTo(waiting.token());
        assertThat(scene.refusalOf(full.token())).isEmpty();
        assertThat(scene.refusalOf(waiting.token())).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.audit.all().get(0).detail()).isEqualTo("test and totp");
        assertThatThrownBy(() -> scene.sessions.complete(found, with(waiting.token())))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void waitingSession_expiresSoon_andCanBeSignedOut() {
        scene.accounts.secondFactor(ada, "totp");
        String first = scene.signIn(ada).token();
        scene.pass(Duration.ofMinutes(11));
        assertThat(scene.sessions.awaiting(with(first))).isEmpty();
        String second = scene.signIn(ada).token();
        scene.send(new EndSession(scene.services()), FakeRequest.of(HttpMethod.DELETE, "/session"), second);
        assertThat(scene.sessions.awaiting(with(second))).isEmpty();
        assertThat(scene.sessions.awaiting(FakeRequest.get("/"))).isEmpty();
        assertThat(scene.sessions.awaiting(with(scene.guest().token()))).isEmpty();
    }

    @Test
    void guest_goesAlongOnlyOnceTheFactorWasShown() {
        scene.accounts.secondFactor(ada, "totp");
        SignedIn guest = scene.guest();
        SignedIn waiting = scene.sessions.open(ada, "test", with(guest.token()));
        assertThat(scene.refusalOf(guest.token())).isEmpty();
        scene.sessions.complete(scene.sessions.awaiting(with(waiting.token())).orElseThrow(), with(waiting.token()));
        assertThat(scene.refusalOf(guest.token())).contains(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void mintedSession_waitsForNothing() {
        scene.accounts.secondFactor(ada, "totp");
        scene.send(
                new MintSession(scene.services()),
                FakeRequest.post("/session", "{'user_id':'" + ada + "'}"),
                AuthScene.ADMIN_TOKEN);
        assertThat(scene.sessions.of(ada)).hasSize(1);
    }

    @Test
    void organisation_isActive_asLongAsItsUserIsAMember() {
        SignedIn signedIn = scene.signIn(ada);
        scene.sessions.tenant(signedIn.sessionId(), "acme");
        assertThat(scene.caller(signedIn.token()).principal().tenantId()).isNull();
        scene.members.put("acme/" + ada, "owner");
        scene.known.follow(true);
        Principal principal = scene.caller(signedIn.token()).principal();
        assertThat(principal.tenantId()).isEqualTo("acme");
        assertThat(principal.roles()).containsExactly("org:owner");
        scene.sessions.tenant(signedIn.sessionId(), null);
        assertThat(scene.caller(signedIn.token()).principal().tenantId()).isNull();
    }

    @Test
    void organisation_ofAnEndedSession_canNotBeChosen() {
        SignedIn signedIn = scene.signIn(ada);
        scene.sessions.revoke(signedIn.sessionId());
        assertThatThrownBy(() -> scene.sessions.tenant(signedIn.sessionId(), "acme"))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void foreignToken_isRecognised_byWhoeverKnowsIt_andOnlyWhileTheyAreThere() {
        Caller caller = Caller.unlimited(Principal.user("far"), Caller.Kind.FOREIGN_TOKEN, null);
        scene.foreign.add(token -> Optional.empty());
        scene.foreign.add(token -> token.equals("a.b.c") ? Optional.of(caller) : Optional.empty());
        assertThat(scene.caller("a.b.c").principal().userId()).isEqualTo("far");
        assertThat(scene.refusalOf("a.b.d")).contains(ErrorCode.UNAUTHENTICATED);
        scene.foreign.clear();
        assertThat(scene.refusalOf("a.b.c")).contains(ErrorCode.UNAUTHENTICATED);
    }
}
