// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import static io.lynchet.auth.totp.routes.TotpScene.VERIFY;
import static io.lynchet.auth.totp.routes.TotpScene.json;
import static io.lynchet.auth.totp.routes.TotpScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Session;
import io.lynchet.api.http.Response;
import io.lynchet.auth.totp.code.TimeCodes;
import io.lynchet.auth.totp.store.Enrolment;
import io.lynchet.auth.totp.store.TotpRows;
import io.lynchet.auth.totp.store.TotpSchema;
import io.lynchet.auth.totp.verify.TotpLimits;
import io.lynchet.json.JsonNode;
import io.lynchet.system.rows.SystemRows;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sign-in that waits for its second factor. */
class SignInTest {
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

    private void nobodyIsIn() {
        assertThat(scene.sessions.opened()).isEmpty();
    }

    @Test
    void code_completesTheSignIn() throws Exception {
        scene.signIn(scene.ada);
        int entries = scene.audit.all().size();
        Response response = scene.showWaiting(scene.code(scene.ada));
        JsonNode.ObjectNode answer = json(response);
        assertThat(answer.byName().keySet())
                .containsExactly("token", "user_id", "expires_at", "verified", "enrolled", "trust_device");
        assertThat(answer.get("user_id").plain()).isEqualTo(scene.ada);
        assertThat(answer.get("verified").plain()).isEqualTo(true);
        assertThat(answer.get("enrolled").plain()).isEqualTo(false);
        assertThat(scene.sessions.opened()).extracting(Session::userId).containsExactly(scene.ada);
        assertThat(scene.audit.all())
                .as("the session service records the sign-in")
                .hasSize(entries);
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).hasSize(10);
    }

    @Test
    void code_inABrowser_setsTheCookie() throws Exception {
        scene.signIn(scene.ada);
        Response response = scene.call(FakeRequest.post(VERIFY, "{'code':'" + scene.code(scene.ada) + "'}")
                .with("Cookie", "waits")
                .with("Origin", "https://app.example.org"));
        assertThat(response.headers()).extracting(Response.Header::name).contains("Set-Cookie");
    }

    @Test
    void trustDevice_isTakenAndDenied() throws Exception {
        scene.signIn(scene.ada);
        String body = "{'code':'" + scene.code(scene.ada) + "','trust_device':true}";
        Response response = scene.call(FakeRequest.post(VERIFY, body));
        assertThat(json(response).get("trust_device").plain()).isEqualTo(false);
    }

    @Test
    void wrongCode_isRefusedAndRecorded_andAnotherMayFollow() throws Exception {
        scene.signIn(scene.ada);
        long head = scene.app.head();
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(scene.wrong(scene.ada)));
        assertThat(scene.app.head()).isEqualTo(head);
        nobodyIsIn();
        assertThat(scene.audit.events()).endsWith("second_factor_enabled", "second_factor_failed");
        assertThat(scene.audit.all().get(2).userId()).isEqualTo(scene.ada);
        assertThat(scene.audit.all().get(2).actor()).isNull();
        assertThat(scene.showWaiting(scene.code(scene.ada)).status()).isEqualTo(200);
    }

    @Test
    void code_isGoodOnce() throws Exception {
        String code = scene.code(scene.ada);
        scene.signIn(scene.ada);
        scene.showWaiting(code);
        scene.signIn(scene.ada);
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(code));
        assertThat(scene.sessions.opened()).hasSize(1);
    }

    @Test
    void codeThatConfirmedTheApp_isNoneToSignIn() throws Exception {
        String used = scene.codeIn(scene.ada, -1);
        scene.signIn(scene.ada);
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(used));
        nobodyIsIn();
    }

    @Test
    void codeOfALaterStep_makesEarlierOnesUseless() throws Exception {
        String now = scene.code(scene.ada);
        scene.signIn(scene.ada);
        scene.showWaiting(scene.codeIn(scene.ada, 1));
        scene.signIn(scene.ada);
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(now));
        assertThat(scene.sessions.opened()).hasSize(1);
    }

    @Test
    void code_isGoodUntilTheEndOfTheNextStep() throws Exception {
        scene.clock.advance(Duration.ofMinutes(10));
        String code = scene.code(scene.ada);
        scene.signIn(scene.ada);
        // 12:10:40.12 is ten seconds into a step.
        scene.clock.advance(Duration.ofSeconds(49));
        assertThat(scene.showWaiting(code).status()).isEqualTo(200);
    }

    @Test
    void code_expires() throws Exception {
        scene.clock.advance(Duration.ofMinutes(10));
        String code = scene.code(scene.ada);
        scene.signIn(scene.ada);
        scene.clock.advance(Duration.ofSeconds(50));
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(code));
        nobodyIsIn();
    }

    @Test
    void code_ofSomebodyElse_isRefused() throws Exception {
        scene.enable(scene.eve);
        scene.signIn(scene.ada);
        String hers = scene.code(scene.eve);
        assertThat(hers).isNotEqualTo(scene.code(scene.ada));
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(hers));
        nobodyIsIn();
    }

    @Test
    void code_byManyAtOnce_letsOneIn() throws Exception {
        scene.signIn(scene.ada);
        String code = scene.code(scene.ada);
        List<String> outcomes = AtOnce.run(TotpLimits.TRIES_MAX, () -> scene.showWaiting(code));
        assertThat(outcomes).containsOnlyOnce("200");
        assertThat(scene.sessions.opened()).hasSize(1);
    }

    @Test
    void oneStep_takenByManyAtOnce_isTakenOnce() throws Exception {
        TotpRows rows = new TotpRows(new SystemRows(scene.services.data(), scene.clock), TotpScene.SEAL);
        Enrolment read = rows.read(scene.ada).orElseThrow();
        long step = TimeCodes.step(scene.clock.instant());
        List<String> outcomes = AtOnce.run(8, () -> {
            if (!rows.takeStep(read, step)) {
                throw new LynchetException(ErrorCode.CONFLICT, "taken");
            }
            return null;
        });
        assertThat(outcomes).containsOnlyOnce("200");
        assertThat(Collections.frequency(outcomes, "CONFLICT")).isEqualTo(7);
    }

    @Test
    void recoveryCode_completesTheSignIn_once() throws Exception {
        scene.signIn(scene.ada);
        Response response = scene.showWaiting(recovery.get(3));
        assertThat(json(response).get("user_id").plain()).isEqualTo(scene.ada);
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).hasSize(9);
        assertThat(scene.audit.events()).endsWith("second_factor_enabled", "recovery_code_used");
        assertThat(scene.audit.all().get(2).detail()).isEqualTo("9 left");
        scene.signIn(scene.ada);
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(recovery.get(3)));
        assertThat(scene.sessions.opened()).hasSize(1);
        assertThat(scene.showWaiting(recovery.get(4)).status()).isEqualTo(200);
    }

    @Test
    void recoveryCode_isTakenAsPeopleTypeIt() throws Exception {
        scene.signIn(scene.ada);
        String typed = recovery.get(0).toUpperCase(Locale.ROOT).replace('-', ' ');
        assertThat(scene.showWaiting(typed).status()).isEqualTo(200);
    }

    @Test
    void recoveryCode_ofSomebodyElse_isRefusedAndNotUsedUp() throws Exception {
        List<String> hers = scene.enable(scene.eve);
        scene.signIn(scene.ada);
        long head = scene.app.head();
        refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(hers.get(0)));
        assertThat(scene.app.head()).isEqualTo(head);
        nobodyIsIn();
    }

    @Test
    void recoveryCode_byManyAtOnce_letsOneIn() throws Exception {
        scene.signIn(scene.ada);
        List<String> outcomes = AtOnce.run(TotpLimits.TRIES_MAX, () -> scene.showWaiting(recovery.get(0)));
        assertThat(outcomes).containsOnlyOnce("200");
        assertThat(scene.sessions.opened()).hasSize(1);
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).hasSize(9);
        assertThat(scene.audit.events()).containsOnlyOnce("recovery_code_used");
    }

    @Test
    void fifthWrongCode_endsTheSignIn() throws Exception {
        scene.signIn(scene.ada);
        long head = scene.app.head();
        for (int i = 1; i < TotpLimits.TRIES_MAX; i++) {
            refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting(scene.wrong(scene.ada)));
        }
        refusal(ErrorCode.SESSION_EXPIRED, () -> scene.showWaiting(scene.wrong(scene.ada)));
        assertThat(scene.sessions.awaiting(FakeRequest.get("/"))).isEmpty();
        assertThat(scene.audit.events()).endsWith("second_factor_failed", "session_revoked");
        assertThat(Collections.frequency(scene.audit.events(), "second_factor_failed"))
                .isEqualTo(5);
        refusal(ErrorCode.UNAUTHENTICATED, () -> scene.showWaiting(scene.code(scene.ada)));
        assertThat(scene.app.head()).isEqualTo(head);
        nobodyIsIn();
    }

    @Test
    void wrongRecoveryCodes_endTheSignInToo() throws Exception {
        scene.signIn(scene.ada);
        for (int i = 1; i < TotpLimits.TRIES_MAX; i++) {
            refusal(ErrorCode.INVALID_CODE, () -> scene.showWaiting("abcd-efgh-abcd-efgh"));
        }
        refusal(ErrorCode.SESSION_EXPIRED, () -> scene.showWaiting("abcd-efgh-abcd-efgh"));
        assertThat(scene.sessions.awaiting(FakeRequest.get("/"))).isEmpty();
    }

    @Test
    void manyWrongCodesAtOnce_areNotLookedAtMoreThanFiveTimes() throws Exception {
        scene.signIn(scene.ada);
        String wrong = scene.wrong(scene.ada);
        List<String> outcomes = AtOnce.run(16, () -> scene.showWaiting(wrong));
        assertThat(Collections.frequency(outcomes, "INVALID_CODE")).isLessThan(TotpLimits.TRIES_MAX);
        assertThat(Collections.frequency(scene.audit.events(), "second_factor_failed"))
                .isLessThanOrEqualTo(TotpLimits.TRIES_MAX);
        assertThat(scene.audit.events()).containsOnlyOnce("session_revoked");
        assertThat(scene.attempts.count("totp.sign_in", scene.ada)).isLessThanOrEqualTo(TotpLimits.TRIES_MAX);
        nobodyIsIn();
    }

    @Test
    void wrongCodesOfManySignIns_areCountedForTheAccount() throws Exception {
        scene.enable(scene.eve);
        for (int i = 0; i < TotpLimits.CODES_MAX; i++) {
            scene.signIn(scene.ada);
            refusal(ErrorCode.INVALID_CODE, () -> tryAsAnother(scene.wrong(scene.ada)));
        }
        int entries = scene.audit.all().size();
        scene.signIn(scene.ada);
        LynchetException refused = refusal(ErrorCode.RATE_LIMITED, () -> tryAsAnother(scene.code(scene.ada)));
        assertThat(refused.retryAfterSeconds()).isPresent();
        nobodyIsIn();
        assertThat(scene.audit.all()).as("codes that were not looked at").hasSize(entries);
        // Not for other accounts, and not for ever.
        scene.signIn(scene.eve);
        assertThat(tryAsAnother(scene.code(scene.eve)).status()).isEqualTo(200);
        scene.attempts.advance(Duration.ofMinutes(15));
        scene.signIn(scene.ada);
        assertThat(tryAsAnother(scene.code(scene.ada)).status()).isEqualTo(200);
    }

    @Test
    void aDaysCodes_areLimitedAsWell() throws Exception {
        for (int i = 0; i < TotpLimits.CODES_A_DAY_MAX; i++) {
            if (i % TotpLimits.CODES_MAX == 0) {
                scene.attempts.advance(Duration.ofMinutes(15));
            }
            scene.signIn(scene.ada);
            refusal(ErrorCode.INVALID_CODE, () -> tryAsAnother(scene.wrong(scene.ada)));
        }
        scene.attempts.advance(Duration.ofMinutes(15));
        scene.signIn(scene.ada);
        refusal(ErrorCode.RATE_LIMITED, () -> tryAsAnother(scene.code(scene.ada)));
        scene.attempts.advance(Duration.ofDays(1));
        assertThat(tryAsAnother(scene.code(scene.ada)).status()).isEqualTo(200);
    }

    @Test
    void ownerWhoseAccountIsTried_getsInByARecoveryCode_andBySessions() throws Exception {
        for (int i = 0; i < TotpLimits.CODES_MAX; i++) {
            scene.signIn(scene.ada);
            refusal(ErrorCode.INVALID_CODE, () -> tryAsAnother(scene.wrong(scene.ada)));
        }
        scene.signIn(scene.ada);
        assertThat(tryAsAnother(recovery.get(0)).status()).isEqualTo(200);
        // What is tried by those who are signed in has a count of its own.
        assertThat(scene.show(scene.ada, TotpScene.DISABLE, scene.code(scene.ada))
                        .status())
                .isEqualTo(200);
    }

    // The fake's waiting sessions have one id; the tries of the session before are not to count here.
    private Response tryAsAnother(String code) throws Exception {
        scene.attempts.forget("totp.try", "awaiting");
        scene.attempts.forget("totp.wrong", "awaiting");
        return scene.showWaiting(code);
    }

    @Test
    void waitingForAnAppThatIsGone_isNotFound() throws Exception {
        scene.as(scene.ada, FakeRequest.post(TotpScene.DISABLE, "{'code':'" + scene.code(scene.ada) + "'}"));
        scene.signIn(scene.ada);
        var before = scene.traces();
        refusal(ErrorCode.NOT_FOUND, () -> scene.showWaiting("123456"));
        refusal(ErrorCode.NOT_FOUND, () -> scene.showWaiting(recovery.get(0)));
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void waitingForAnAppThatWasNotConfirmed_isNotFound() throws Exception {
        scene.enrol(scene.eve);
        scene.signIn(scene.eve);
        refusal(ErrorCode.NOT_FOUND, () -> scene.showWaiting(scene.code(scene.eve)));
        nobodyIsIn();
        assertThat(scene.accounts.secondFactor(scene.eve)).isNull();
    }

    @Test
    void sessionThatEndsMeanwhile_isExpired() throws Exception {
        Session waiting = scene.signIn(scene.ada);
        scene.sessions.revoke(waiting.id());
        refusal(ErrorCode.UNAUTHENTICATED, () -> scene.showWaiting(scene.code(scene.ada)));
        nobodyIsIn();
    }

    @Test
    void bodyThatIsNone_costsNoTry() throws Exception {
        scene.signIn(scene.ada);
        refusal(ErrorCode.INVALID_DATA, () -> scene.call(FakeRequest.post(VERIFY, "{}")));
        assertThat(scene.attempts.count("totp.try", "awaiting")).isZero();
    }
}
