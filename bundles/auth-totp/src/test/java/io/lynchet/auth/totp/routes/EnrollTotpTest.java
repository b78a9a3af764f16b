// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import static io.lynchet.auth.totp.routes.TotpScene.ENROLL;
import static io.lynchet.auth.totp.routes.TotpScene.VERIFY;
import static io.lynchet.auth.totp.routes.TotpScene.json;
import static io.lynchet.auth.totp.routes.TotpScene.refusal;
import static io.lynchet.auth.totp.routes.TotpScene.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Row;
import io.lynchet.auth.totp.code.Base32;
import io.lynchet.auth.totp.code.KeyUri;
import io.lynchet.auth.totp.code.RecoveryCodes;
import io.lynchet.auth.totp.store.TotpSchema;
import io.lynchet.auth.totp.verify.TotpLimits;
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.auth.RecordingAudit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enrolling, and confirming that by the first code. */
class EnrollTotpTest {
    private TotpScene scene;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new TotpScene(folder);
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    @Test
    void enroll_givesASecretForTheApp_andChangesNothingElse() throws Exception {
        JsonNode.ObjectNode answer = json(scene.post(scene.ada, ENROLL, "{}"));
        assertThat(answer.byName().keySet()).containsExactly("secret", "url", "issuer", "account");
        String secret = answer.get("secret").plain().toString();
        assertThat(secret).isEqualTo(Base32.encode(scene.secret(scene.ada))).hasSize(32);
        assertThat(answer.get("issuer").plain()).isEqualTo("shop");
        assertThat(answer.get("account").plain()).isEqualTo("ada@example.org");
        assertThat(answer.get("url").plain()).isEqualTo(KeyUri.of("shop", "ada@example.org", secret));
        assertThat(scene.accounts.secondFactor(scene.ada)).isNull();
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).isEmpty();
        assertThat(scene.audit.events()).containsExactly("second_factor_enrolled");
        assertThat(scene.audit.all().toString()).doesNotContain(secret);
    }

    @Test
    void enroll_withoutABody_isTheSame() throws Exception {
        assertThat(scene.as(scene.ada, FakeRequest.post(ENROLL, "")).status()).isEqualTo(200);
    }

    @Test
    void enroll_withMembers_isRefused() {
        refusal(ErrorCode.INVALID_DATA, () -> scene.post(scene.ada, ENROLL, "{'code':'123456'}"));
        refusal(ErrorCode.INVALID_JSON, () -> scene.post(scene.ada, ENROLL, "{"));
        assertThat(scene.app.rows(TotpSchema.ENROLMENTS)).isEmpty();
        assertThat(scene.audit.all()).isEmpty();
    }

    @Test
    void enroll_again_replacesWhatWasNotConfirmed() throws Exception {
        scene.enrol(scene.ada);
        String first = scene.code(scene.ada);
        scene.clock.advance(Duration.ofMinutes(5));
        byte[] second = scene.enrol(scene.ada);
        assertThat(scene.app.rows(TotpSchema.ENROLMENTS)).hasSize(1);
        assertThat(scene.secret(scene.ada)).isEqualTo(second);
        assertThat(first).isNotEqualTo(scene.code(scene.ada));
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, VERIFY, scene.wrong(scene.ada)));
        assertThat(scene.show(scene.ada, VERIFY, scene.code(scene.ada)).status())
                .isEqualTo(200);
    }

    @Test
    void enroll_whenOn_isAConflict() throws Exception {
        scene.enable(scene.ada);
        byte[] secret = scene.secret(scene.ada);
        var before = scene.traces();
        refusal(ErrorCode.CONFLICT, () -> scene.post(scene.ada, ENROLL, "{}"));
        assertThat(scene.traces()).isEqualTo(before);
        assertThat(scene.secret(scene.ada)).isEqualTo(secret);
    }

    @Test
    void enroll_withoutAnAccount_isNotFound() {
        var before = scene.traces();
        refusal(ErrorCode.NOT_FOUND, () -> scene.post("nobody", ENROLL, "{}"));
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void enroll_tooOften_isLimited() throws Exception {
        for (int i = 0; i < TotpLimits.ENROLMENTS_MAX; i++) {
            scene.enrol(scene.ada);
        }
        byte[] last = scene.secret(scene.ada);
        LynchetException refused = refusal(ErrorCode.RATE_LIMITED, () -> scene.post(scene.ada, ENROLL, "{}"));
        assertThat(refused.retryAfterSeconds()).isPresent();
        assertThat(scene.secret(scene.ada)).isEqualTo(last);
    }

    @Test
    void confirm_turnsItOn_andShowsTenRecoveryCodesOnce() throws Exception {
        scene.enrol(scene.ada);
        JsonNode.ObjectNode answer = json(scene.show(scene.ada, VERIFY, scene.code(scene.ada)));
        assertThat(answer.byName().keySet()).containsExactly("verified", "enrolled", "trust_device", "backup_codes");
        assertThat(answer.get("verified").plain()).isEqualTo(true);
        assertThat(answer.get("enrolled").plain()).isEqualTo(true);
        assertThat(answer.get("trust_device").plain()).isEqualTo(false);
        List<String> codes = strings(answer, "backup_codes");
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(scene.accounts.secondFactor(scene.ada)).isEqualTo("totp");
        assertThat(scene.accounts.secondFactor(scene.eve)).isNull();
        assertThat(scene.app.rows(TotpSchema.RECOVERY))
                .extracting(Row::id)
                .containsExactlyInAnyOrderElementsOf(codes.stream()
                        .map(code -> RecoveryCodes.id(scene.ada, code))
                        .toList());
        assertThat(scene.audit.events()).containsExactly("second_factor_enrolled", "second_factor_enabled");
        assertThat(scene.audit.all())
                .extracting(RecordingAudit.Entry::actor)
                .as("by whom, although the router does not look at callers of this route")
                .containsOnly(scene.ada);
        assertThat(scene.audit.all().toString()).doesNotContain(codes.get(0));
    }

    @Test
    void confirm_takesACodeWithSpaces_asAppsShowIt() throws Exception {
        scene.enrol(scene.ada);
        String code = scene.code(scene.ada);
        String spaced = " " + code.substring(0, 3) + " " + code.substring(3) + " ";
        assertThat(scene.show(scene.ada, VERIFY, spaced).status()).isEqualTo(200);
    }

    @Test
    void confirm_withAWrongCode_isRefusedAndRecorded() throws Exception {
        scene.enrol(scene.ada);
        long head = scene.app.head();
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, VERIFY, scene.wrong(scene.ada)));
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, VERIFY, "abcd-efgh-abcd-efgh"));
        assertThat(scene.app.head()).isEqualTo(head);
        assertThat(scene.accounts.secondFactor(scene.ada)).isNull();
        assertThat(scene.audit.events())
                .containsExactly("second_factor_enrolled", "second_factor_failed", "second_factor_failed");
    }

    @Test
    void confirm_withSomebodyElsesCode_isRefused() throws Exception {
        scene.enrol(scene.ada);
        scene.enrol(scene.eve);
        String hers = scene.code(scene.eve);
        assertThat(hers).isNotEqualTo(scene.code(scene.ada));
        refusal(ErrorCode.INVALID_CODE, () -> scene.show(scene.ada, VERIFY, hers));
        assertThat(scene.accounts.secondFactor(scene.ada)).isNull();
    }

    @Test
    void confirm_withoutEnrolment_isNotFound() {
        var before = scene.traces();
        refusal(ErrorCode.NOT_FOUND, () -> scene.show(scene.ada, VERIFY, "123456"));
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void confirm_byManyAtOnce_turnsItOnOnce() throws Exception {
        scene.enrol(scene.ada);
        String code = scene.code(scene.ada);
        List<String> outcomes = AtOnce.run(8, () -> scene.show(scene.ada, VERIFY, code));
        assertThat(outcomes).containsOnlyOnce("200");
        assertThat(outcomes).isSubsetOf("200", "CONFLICT", "INVALID_CODE");
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).hasSize(10);
        assertThat(scene.audit.events()).containsOnlyOnce("second_factor_enabled");
    }

    @Test
    void confirm_whenTheAccountCantBeMarked_leavesNothingBehind() throws Exception {
        scene.enrol(scene.ada);
        String code = scene.code(scene.ada);
        scene.accounts.failWith(LynchetException.retryable(ErrorCode.UNAVAILABLE, "not now", 1));
        refusal(ErrorCode.UNAVAILABLE, () -> scene.show(scene.ada, VERIFY, code));
        scene.accounts.failWith(null);
        assertThat(scene.app.rows(TotpSchema.ENROLMENTS)).isEmpty();
        assertThat(scene.app.rows(TotpSchema.RECOVERY)).isEmpty();
        assertThat(scene.accounts.secondFactor(scene.ada)).isNull();
        assertThat(scene.audit.events()).containsExactly("second_factor_enrolled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'code':null}", "{'code':123456}", "[]", "{'code':'123456','user_id':'x'}"})
    void confirm_withABodyThatIsNone_isInvalid(String json) throws Exception {
        scene.enrol(scene.ada);
        var before = scene.traces();
        refusal(ErrorCode.INVALID_DATA, () -> scene.post(scene.ada, VERIFY, json));
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void confirm_withSeveralMistakes_namesThemAll() {
        LynchetException refused =
                refusal(ErrorCode.INVALID_DATA, () -> scene.post(scene.ada, VERIFY, "{'trust_device':1,'other':2}"));
        assertThat(refused.problems()).hasSize(3);
    }
}
