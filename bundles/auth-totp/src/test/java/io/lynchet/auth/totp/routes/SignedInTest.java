// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import static io.lynchet.auth.totp.routes.TotpScene.DISABLE;
import static io.lynchet.auth.totp.routes.TotpScene.ENROLL;
import static io.lynchet.auth.totp.routes.TotpScene.RENEW;
import static io.lynchet.auth.totp.routes.TotpScene.VERIFY;
import static io.lynchet.auth.totp.routes.TotpScene.json;
import static io.lynchet.auth.totp.routes.TotpScene.refusal;
import static io.lynchet.auth.totp.routes.TotpScene.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Route;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.totp.store.TotpSchema;
import io.lynchet.auth.totp.verify.TotpLimits;
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who is signed in, and has an app, does with it; and what admins do. */
class SignedInTest {
    private static final String STATUS = "/api/auth/totp";

    private TotpScene scene;
    private List<String> recovery;

    @BeforeEach
    void set(@TempDir Path folder) throws Exception {
        scene = new TotpScene(folder);
        recovery = scene.enable(scene.ada);
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    private JsonNode.ObjectNode status(String userId) throws Exception {
        return json(scene.as(userId, FakeRequest.get(STATUS)));
    }

    private void isOn() throws Exception {
        assertThat(status(scene.ada).get("enabled").plain()).isEqualTo(true);
        assertThat(scene.accounts.secondFactor(scene.ada)).isEqualTo("totp");
    }

    private void isOff() throws Exception {
        assertThat(scene.accounts.secondFactor(scene.ada)).isNull();
        assertThat(scene.app.rows(TotpSchema.ENROLMENTS)).isEmpty();
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).isEmpty();
    }

    @Test
    void status_tellsWhatThereIs() throws Exception {
        assertThat(status(scene.eve).byName().keySet()).containsExactly("enabled", "pending", "backup_codes_left");
        assertThat(status(scene.eve).get("enabled").plain()).isEqualTo(false);
        assertThat(status(scene.eve).get("pending").plain()).isEqualTo(false);
        assertThat(status(scene.eve).get("backup_codes_left").plain()).isEqualTo(0L);
        scene.enrol(scene.eve);
        assertThat(status(scene.eve).get("enabled").plain()).isEqualTo(false);
        assertThat(status(scene.eve).get("pending").plain()).isEqualTo(true);
        long head = scene.app.head();
        assertThat(status(scene.ada).get("enabled").plain()).isEqualTo(true);
        assertThat(status(scene.ada).get("pending").plain()).isEqualTo(false);
        assertThat(status(scene.ada).get("backup_codes_left").plain()).isEqualTo(10L);
        assertThat(scene.app.head()).isEqualTo(head);
    }

    @Test
    void verify_provesThatTheAppIsAtHand() throws Exception {
        JsonNode.ObjectNode answer = json(scene.show(scene.ada, VERIFY, scene.code(scene.ada)));
        assertThat(answer.byName().keySet()).containsExactly("verified", "enrolled", "trust_device");
        assertThat(answer.get("enrolled").plain()).isEqualTo(false);
        assertThat(scene.audit.events()).endsWith("second_factor_enabled", "second_factor_shown");
        assertThat(scene.sessions.opened()).isEmpty();
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).hasSize(10);
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, VERIFY, scene.code(scene.ada)));
        isOn();
    }

    @Test
    void disable_byACode_removesEverything() throws Exception {
        JsonNode.ObjectNode answer = json(scene.show(scene.ada, DISABLE, scene.code(scene.ada)));
        assertThat(answer.byName().keySet()).containsExactly("disabled");
        assertThat(answer.get("disabled").plain()).isEqualTo(true);
        isOff();
        assertThat(scene.audit.events()).endsWith("second_factor_enabled", "second_factor_disabled");
        assertThat(scene.enable(scene.ada)).as("enrolled anew").hasSize(10).doesNotContainAnyElementsOf(recovery);
    }

    @Test
    void disable_byARecoveryCode_removesEverything() throws Exception {
        scene.enable(scene.eve);
        assertThat(scene.show(scene.ada, DISABLE, recovery.get(0)).status()).isEqualTo(200);
        assertThat(scene.accounts.secondFactor(scene.ada)).isNull();
        assertThat(scene.app.rows(TotpSchema.ENROLMENTS)).as("but hers").hasSize(1);
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).as("but hers").hasSize(10);
        assertThat(scene.audit.events()).endsWith("recovery_code_used", "second_factor_disabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {DISABLE, RENEW, VERIFY})
    void wrongCode_isRefusedAndRecorded(String path) throws Exception {
        long head = scene.app.head();
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, path, scene.wrong(scene.ada)));
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, path, "abcd-efgh-abcd-efgh"));
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, path, ""));
        assertThat(scene.app.head()).isEqualTo(head);
        assertThat(scene.audit.events())
                .containsExactly(
                        "second_factor_enrolled",
                        "second_factor_enabled",
                        "second_factor_failed",
                        "second_factor_failed",
                        "second_factor_failed");
        assertThat(scene.audit.all().get(4).actor()).isEqualTo(scene.ada);
        isOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {DISABLE, RENEW, VERIFY})
    void usedCode_isRefused(String path) throws Exception {
        String code = scene.code(scene.ada);
        scene.show(scene.ada, VERIFY, code);
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, path, code));
        isOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {DISABLE, RENEW, VERIFY})
    void tooManyCodes_areLimited_alsoARightOne(String path) throws Exception {
        // The code that confirmed the app was the first.
        for (int i = 1; i < TotpLimits.CODES_MAX; i++) {
            refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, path, scene.wrong(scene.ada)));
        }
        var before = scene.traces();
        LynchetException refused =
                refusal(ErrorCode.RATE_LIMITED, () -> scene.show(scene.ada, path, scene.code(scene.ada)));
        assertThat(refused.retryAfterSeconds()).isPresent();
        refusal(ErrorCode.RATE_LIMITED, () -> scene.show(scene.ada, path, recovery.get(0)));
        assertThat(scene.traces()).isEqualTo(before);
        // That stops nobody from signing in.
        scene.signIn(scene.ada);
        assertThat(scene.showWaiting(scene.code(scene.ada)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {DISABLE, RENEW})
    void withoutAnApp_isNotFound(String path) throws Exception {
        var before = scene.traces();
        refusal(ErrorCode.NOT_FOUND, () -> scene.show(scene.eve, path, "123456"));
        refusal(ErrorCode.NOT_FOUND, () -> scene.show(scene.eve, path, recovery.get(0)));
        assertThat(scene.traces()).isEqualTo(before);
        scene.enrol(scene.eve);
        refusal(ErrorCode.NOT_FOUND, () -> scene.show(scene.eve, path, scene.code(scene.eve)));
        assertThat(scene.accounts.secondFactor(scene.eve)).isNull();
        isOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {DISABLE, RENEW})
    void bodyThatIsNone_isInvalid(String path) {
        var before = scene.traces();
        refusal(ErrorCode.INVALID_DATA, () -> scene.post(scene.ada, path, "{}"));
        refusal(ErrorCode.INVALID_DATA, () -> scene.post(scene.ada, path, "{'code':'123456','more':1}"));
        refusal(ErrorCode.INVALID_JSON, () -> scene.post(scene.ada, path, ""));
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void renew_replacesTheRecoveryCodes() throws Exception {
        scene.enable(scene.eve);
        List<String> renewed = strings(json(scene.show(scene.ada, RENEW, scene.code(scene.ada))), "backup_codes");
        assertThat(renewed).hasSize(10).doesNotContainAnyElementsOf(recovery);
        assertThat(status(scene.ada).get("backup_codes_left").plain()).isEqualTo(10L);
        assertThat(status(scene.eve).get("backup_codes_left").plain()).isEqualTo(10L);
        assertThat(scene.audit.events()).endsWith("recovery_codes_renewed");
        scene.signIn(scene.ada);
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(recovery.get(0)));
        assertThat(scene.showWaiting(renewed.get(0)).status()).isEqualTo(200);
        assertThat(status(scene.ada).get("backup_codes_left").plain()).isEqualTo(9L);
    }

    @Test
    void renew_byTheLastRecoveryCode_givesTen() throws Exception {
        for (String code : recovery.subList(0, 9)) {
            scene.signIn(scene.ada);
            scene.attempts.forget("totp.try", "awaiting");
            scene.showWaiting(code);
        }
        assertThat(status(scene.ada).get("backup_codes_left").plain()).isEqualTo(1L);
        scene.show(scene.ada, RENEW, recovery.get(9));
        assertThat(status(scene.ada).get("backup_codes_left").plain()).isEqualTo(10L);
    }

    @Test
    void renew_byManyAtOnce_leavesTen() throws Exception {
        // Each has a code of its own; the rows of the old ones are in everybody's way.
        List<String> ways = new ArrayList<>(recovery.subList(0, 6));
        List<String> outcomes = AtOnce.run(6, () -> scene.show(scene.ada, RENEW, taken(ways)));
        assertThat(outcomes).contains("200").isSubsetOf("200", "INVALID_CODE");
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).hasSize(10);
    }

    private static String taken(List<String> ways) {
        synchronized (ways) {
            return ways.remove(0);
        }
    }

    @Test
    void remove_byAnAdmin_opensTheAccount() throws Exception {
        scene.enable(scene.eve);
        var response = scene.call(FakeRequest.of(HttpMethod.DELETE, "/api/auth/users/" + scene.ada + "/totp")
                .pathParameter("id", scene.ada)
                .admin());
        assertThat(json(response).get("disabled").plain()).isEqualTo(true);
        assertThat(scene.accounts.secondFactor(scene.ada)).isNull();
        assertThat(scene.accounts.secondFactor(scene.eve)).isEqualTo("totp");
        assertThat(scene.app.rows(TotpSchema.ENROLMENTS)).hasSize(1);
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).hasSize(10);
        var entry = scene.audit.all().get(scene.audit.all().size() - 1);
        assertThat(entry.event()).isEqualTo("second_factor_removed");
        assertThat(entry.userId()).isEqualTo(scene.ada);
        assertThat(entry.actor()).isEqualTo("admin");
    }

    @Test
    void remove_ofAnAccountThatWaitsForNothingThatIsThere_opensItToo() throws Exception {
        scene.accounts.secondFactor(scene.eve, "totp");
        scene.call(FakeRequest.of(HttpMethod.DELETE, "/api/auth/users/" + scene.eve + "/totp")
                .pathParameter("id", scene.eve)
                .admin());
        assertThat(scene.accounts.secondFactor(scene.eve)).isNull();
        isOn();
    }

    @Test
    void remove_ofNobody_isNotFound() {
        var before = scene.traces();
        refusal(
                ErrorCode.NOT_FOUND,
                () -> scene.call(FakeRequest.of(HttpMethod.DELETE, "/api/auth/users/nobody/totp")
                        .pathParameter("id", "nobody")
                        .admin()));
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void remove_isForAdmins_andNothingElseIs() {
        for (Route route : TotpRoutes.of(scene.services, scene.clock, TotpScene.SEAL)) {
            assertThat(route.info().adminOnly())
                    .as(route.info().pattern())
                    .isEqualTo(route.info().method() == HttpMethod.DELETE);
        }
    }

    private enum Stranger {
        NOBODY(Caller.ANONYMOUS, ErrorCode.UNAUTHENTICATED),
        ADMIN(Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null), ErrorCode.UNAUTHENTICATED),
        GUEST(
                Caller.unlimited(
                        new Principal("guest_1", null, null, Set.of(), false, true), Caller.Kind.SESSION, "session"),
                ErrorCode.UNAUTHENTICATED),
        KEY(null, ErrorCode.API_KEY_AUTH_FORBIDDEN),
        FOREIGN(null, ErrorCode.API_KEY_AUTH_FORBIDDEN);

        private final Caller caller;
        private final ErrorCode refusal;

        Stranger(Caller caller, ErrorCode refusal) {
            this.caller = caller;
            this.refusal = refusal;
        }

        private Caller caller(String userId) {
            return caller != null
                    ? caller
                    : Caller.unlimited(
                            Principal.user(userId),
                            this == KEY ? Caller.Kind.API_KEY : Caller.Kind.FOREIGN_TOKEN,
                            "key");
        }
    }

    @Test
    void whoeverIsNoSignedInPerson_getsNowhere() {
        String code = scene.code(scene.ada);
        for (Stranger stranger : Stranger.values()) {
            Caller caller = stranger.caller(scene.ada);
            var before = scene.traces();
            for (String path : List.of(ENROLL, DISABLE, RENEW)) {
                String body = path.equals(ENROLL) ? "{}" : "{'code':'" + code + "'}";
                refusal(
                        stranger.refusal,
                        () -> scene.call(FakeRequest.post(path, body).by(caller)));
            }
            refusal(stranger.refusal, () -> scene.call(FakeRequest.get(STATUS).by(caller)));
            // The route that looks at the token itself.
            FakeRequest verify = FakeRequest.post(VERIFY, "{'code':'" + code + "'}");
            if (stranger != Stranger.NOBODY) {
                scene.tokens.put("stranger", caller);
                verify.with("Authorization", "Bearer stranger");
            }
            refusal(stranger.refusal, () -> scene.call(verify));
            assertThat(scene.traces()).as(stranger.name()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer  ", "Basic dXNlcjpwYXNz", "Bearer nonsense"})
    void verify_withCredentialsThatAreNone_isRefused_neverTakenForAnybody(String authorization) {
        String code = scene.code(scene.ada);
        scene.tokens.put("cookie", Caller.unlimited(Principal.user(scene.ada), Caller.Kind.SESSION, "session"));
        var before = scene.traces();
        refusal(
                ErrorCode.UNAUTHENTICATED,
                () -> scene.call(FakeRequest.post(VERIFY, "{'code':'" + code + "'}")
                        .with("Authorization", authorization)
                        .with("Cookie", "cookie")));
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void verify_byCookie_isTakenLikeEverywhere() throws Exception {
        scene.tokens.put("cookie", Caller.unlimited(Principal.user(scene.ada), Caller.Kind.SESSION, "session"));
        String body = "{'code':'" + scene.code(scene.ada) + "'}";
        assertThat(scene.call(FakeRequest.post(VERIFY, body).with("Cookie", "cookie"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void stepsOfAClockThatGoesBack_areNotTakenAgain() throws Exception {
        String code = scene.code(scene.ada);
        scene.show(scene.ada, VERIFY, code);
        scene.clock.advance(Duration.ofMinutes(-10));
        scene.clock.advance(Duration.ofMinutes(10));
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, VERIFY, code));
        scene.clock.advance(Duration.ofMinutes(-10));
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, VERIFY, scene.code(scene.ada)));
        scene.clock.advance(Duration.ofMinutes(11));
        assertThat(scene.show(scene.ada, VERIFY, scene.code(scene.ada)).status())
                .isEqualTo(200);
    }
}
