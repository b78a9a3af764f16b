// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Response;
import io.lynchet.auth.routes.account.AuthScene;
import io.lynchet.auth.routes.account.GetMe;
import io.lynchet.auth.session.SessionTable;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions: what each route does, what it refuses, and that a refusal leaves nothing behind. */
class SessionRoutesTest {
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

    @Test
    void me_tellsEachKindOfCaller() {
        GetMe me = new GetMe(scene.services());
        assertThat(AuthScene.text(scene.send(me, FakeRequest.get("/me"), null)))
                .isEqualTo("{\"avatar_url\":null,\"is_admin\":false,\"roles\":[],\"user_id\":null}");
        assertThat(AuthScene.text(scene.send(me, FakeRequest.get("/me"), AuthScene.ADMIN_TOKEN)))
                .contains("\"is_admin\":true");
        assertThat(AuthScene.text(
                        scene.send(me, FakeRequest.get("/me"), scene.guest().token())))
                .contains("\"is_guest\":true", "\"user_id\":\"guest_");
        scene.accounts.roles(ada, java.util.Set.of("editor"));
        assertThat(AuthScene.text(scene.send(me, FakeRequest.get("/me"), scene.tokenOf(ada))))
                .contains("\"roles\":[\"editor\"]", ada);
    }

    @Test
    void me_refusesEveryTokenThatIsNotGood() {
        GetMe me = new GetMe(scene.services());
        for (String token : new String[] {"x", "pylon_", "pylon_" + "0".repeat(64), "pk.", "pk.key_1.2", "a.b.c"}) {
            scene.refused(ErrorCode.UNAUTHENTICATED, me, FakeRequest.get("/me"), token);
        }
    }

    @Test
    void session_showsTheUserRow_withoutWhatTheManifestHides() {
        String text = AuthScene.text(
                scene.send(new GetSession(scene.services()), FakeRequest.get("/session"), scene.tokenOf(ada)));
        assertThat(text).contains("\"email\":\"ada@example.org\"").doesNotContain("secretNote");
    }

    @Test
    void session_ofAnonymous_hasNoUser() {
        assertThat(AuthScene.text(scene.send(new GetSession(scene.services()), FakeRequest.get("/session"), null)))
                .contains("\"user\":null");
    }

    @Test
    void mint_opensASessionForAnybody_asAdmin() {
        Response response = scene.send(
                new MintSession(scene.services()),
                FakeRequest.post("/session", "{'user_id':'" + ada + "'}"),
                AuthScene.ADMIN_TOKEN);
        assertThat(response.status()).isEqualTo(201);
        String token = AuthScene.text(response);
        assertThat(token).contains("\"token\":\"pylon_");
        assertThat(scene.sessions.of(ada)).hasSize(1);
        assertThat(scene.audit.events()).containsExactly("sign_in");
    }

    @Test
    void mint_isRefusedToEverybodyElse_andWithABadBody() {
        MintSession mint = new MintSession(scene.services());
        String token = scene.tokenOf(ada);
        scene.refused(ErrorCode.FORBIDDEN, mint, FakeRequest.post("/session", "{'user_id':'u'}"), null);
        scene.refused(ErrorCode.FORBIDDEN, mint, FakeRequest.post("/session", "{'user_id':'u'}"), token);
        String admin = AuthScene.ADMIN_TOKEN;
        scene.refused(ErrorCode.INVALID_DATA, mint, FakeRequest.post("/session", "{}"), admin);
        scene.refused(ErrorCode.INVALID_DATA, mint, FakeRequest.post("/session", "{'user_id':''}"), admin);
        scene.refused(ErrorCode.INVALID_DATA, mint, FakeRequest.post("/session", "{'user_id':7}"), admin);
        scene.refused(
                ErrorCode.INVALID_DATA, mint, FakeRequest.post("/session", "{'user_id':'u','admin':true}"), admin);
        scene.refused(ErrorCode.INVALID_JSON, mint, FakeRequest.post("/session", "{"), admin);
    }

    @Test
    void refresh_killsTheOldToken_andAReuseEndsTheFamily() {
        RefreshSession refresh = new RefreshSession(scene.services());
        String first = scene.tokenOf(ada);
        String other = scene.tokenOf(ada);
        Response response = scene.send(refresh, FakeRequest.post("/refresh", ""), first);
        assertThat(response.status()).isEqualTo(200);
        assertThat(scene.refusalOf(first)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.sessions.of(ada)).hasSize(2);

        scene.pass(SessionTable.GRACE);
        AuthScene.Traces before = scene.traces();
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                io.lynchet.api.LynchetException.class,
                                () -> scene.send(refresh, FakeRequest.post("/refresh", ""), first))
                        .code())
                .isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(scene.sessions.of(ada)).hasSize(1);
        assertThat(scene.refusalOf(other)).isEmpty();
        assertThat(scene.audit.events()).hasSize(before.events().size() + 1).endsWith("session_reused");
    }

    @Test
    void refresh_withoutASession_orAfterItsEnd_isRefused() {
        RefreshSession refresh = new RefreshSession(scene.services());
        scene.refused(ErrorCode.SESSION_EXPIRED, refresh, FakeRequest.post("/refresh", ""), null);
        scene.refused(ErrorCode.SESSION_EXPIRED, refresh, FakeRequest.post("/refresh", ""), "pylon_" + "1".repeat(64));
        scene.refused(ErrorCode.SESSION_EXPIRED, refresh, FakeRequest.post("/refresh", ""), AuthScene.ADMIN_TOKEN);
        String token = scene.tokenOf(ada);
        scene.pass(Duration.ofHours(2));
        scene.refused(ErrorCode.SESSION_EXPIRED, refresh, FakeRequest.post("/refresh", ""), token);
    }

    @Test
    void expiredSession_isRefused_alsoWhenItWasKnown() {
        String token = scene.tokenOf(ada);
        assertThat(scene.refusalOf(token)).isEmpty();
        scene.pass(Duration.ofHours(2));
        assertThat(scene.refusalOf(token)).contains(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void sessions_areListedForTheirUserOnly_withoutTokens() {
        String token = scene.tokenOf(ada);
        scene.tokenOf(scene.person("bob@example.org").id());
        String text =
                AuthScene.text(scene.send(new ListSessions(scene.services()), FakeRequest.get("/sessions"), token));
        assertThat(text).contains("\"current\":true", ada).doesNotContain(token);
        assertThat(text.split("token_prefix")).hasSize(2);
        scene.refused(
                ErrorCode.UNAUTHENTICATED, new ListSessions(scene.services()), FakeRequest.get("/sessions"), null);
    }

    @Test
    void oneSession_isEndedByItsUserOnly() {
        EndOneSession end = new EndOneSession(scene.services());
        SignedIn mine = scene.signIn(ada);
        SignedIn second = scene.signIn(ada);
        String bob = scene.tokenOf(scene.person("bob@example.org").id());
        scene.refused(ErrorCode.NOT_FOUND, end, delete(second.sessionId()), bob);
        scene.refused(ErrorCode.NOT_FOUND, end, delete("nothing"), mine.token());
        scene.refused(ErrorCode.UNAUTHENTICATED, end, delete(second.sessionId()), null);
        assertThat(scene.refusalOf(second.token())).isEmpty();
        scene.send(end, delete(second.sessionId()), mine.token());
        assertThat(scene.refusalOf(second.token())).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.refusalOf(mine.token())).isEmpty();
        assertThat(scene.audit.events()).endsWith("session_revoked");
    }

    private static FakeRequest delete(String id) {
        return FakeRequest.of(HttpMethod.DELETE, "/sessions/x").pathParameter("id", id);
    }

    @Test
    void allSessions_endAtOnce_alsoThatOfTheCaller() {
        EndSessions end = new EndSessions(scene.services());
        String first = scene.tokenOf(ada);
        String second = scene.tokenOf(ada);
        String bob = scene.tokenOf(scene.person("bob@example.org").id());
        assertThat(AuthScene.text(scene.send(end, FakeRequest.of(HttpMethod.DELETE, "/sessions"), first)))
                .isEqualTo("{\"revoked\":2}");
        assertThat(scene.refusalOf(first)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.refusalOf(second)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.refusalOf(bob)).isEmpty();
        scene.refused(ErrorCode.UNAUTHENTICATED, end, FakeRequest.of(HttpMethod.DELETE, "/sessions"), null);
    }

    @Test
    void signingOut_endsTheSessionInTheRequest_andIsNoErrorWithoutOne() {
        EndSession end = new EndSession(scene.services());
        String token = scene.tokenOf(ada);
        scene.send(end, FakeRequest.of(HttpMethod.DELETE, "/session"), token);
        assertThat(scene.refusalOf(token)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.audit.events()).endsWith("sign_out");
        AuthScene.Traces before = scene.traces();
        scene.send(end, FakeRequest.of(HttpMethod.DELETE, "/session"), token);
        scene.send(end, FakeRequest.of(HttpMethod.DELETE, "/session"), null);
        scene.send(end, FakeRequest.of(HttpMethod.DELETE, "/session"), "garbage");
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void signingIn_neverKeepsATokenThatWasThereBefore() {
        String planted = scene.guest().token();
        SignedIn signedIn = scene.sessions.open(
                ada, "test", FakeRequest.post("/sign-in", "{}").with("Cookie", "shop_session=" + planted));
        assertThat(signedIn.token()).isNotEqualTo(planted);
        assertThat(scene.refusalOf(planted)).contains(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void device_isOneLine_andShort() {
        SignedIn signedIn = scene.sessions.open(
                ada,
                "test",
                FakeRequest.post("/sign-in", "{}").with("User-Agent", "a\r\nSet-Cookie: x" + "y".repeat(500)));
        assertThat(scene.sessions.byId(signedIn.sessionId()).orElseThrow().device())
                .startsWith("a  Set-Cookie: x")
                .hasSize(200);
    }
}
