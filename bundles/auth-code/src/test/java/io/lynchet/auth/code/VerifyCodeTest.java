// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import static io.lynchet.auth.code.CodeScene.ADA;
import static io.lynchet.auth.code.CodeScene.json;
import static io.lynchet.auth.code.CodeScene.refusal;
import static io.lynchet.auth.code.CodeScene.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Session;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCodeTest {
    private CodeScene scene;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new CodeScene(folder);
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    private void nobodyIsIn() {
        assertThat(scene.sessions.opened()).isEmpty();
        assertThat(scene.sessions.revoked()).isEmpty();
        assertThat(scene.accounts.all()).isEmpty();
    }

    /** Ends in as many names as there were calls: "200" or the code of the refusal. */
    private List<String> atTheSameTime(int calls, Runnable call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<String>> outcomes = IntStream.range(0, calls)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        try {
                            call.run();
                            return "200";
                        } catch (LynchetException e) {
                            return e.code().name();
                        }
                    }))
                    .toList();
            start.countDown();
            List<String> names = new java.util.ArrayList<>();
            for (Future<String> outcome : outcomes) {
                names.add(outcome.get(30, TimeUnit.SECONDS));
            }
            return names;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void verify_forANewAddress_makesAVerifiedAccountAndSignsIn() {
        String code = scene.sentCode();
        Response response = scene.verify("ADA@example.org", " " + code + " ");
        assertThat(response.status()).isEqualTo(200);
        Account account = scene.accounts.all().get(0);
        assertThat(account.email()).isEqualTo(ADA);
        assertThat(account.emailVerified()).isTrue();
        assertThat(json(response).byName().keySet()).containsExactly("token", "user_id", "expires_at");
        assertThat(json(response).get("user_id").plain()).isEqualTo(account.id());
        Session session = scene.sessions.open().get(0);
        assertThat(session.method()).isEqualTo("magic");
        assertThat(session.userId()).isEqualTo(account.id());
        assertThat(scene.app.rows(CodeSchema.ENTITY)).isEmpty();
        assertThat(scene.audit.events()).containsExactly("code_sent", "account_created");
        assertThat(scene.audit.all().get(1).userId()).isEqualTo(account.id());
    }

    @Test
    void verify_forAVerifiedAccount_signsInAndEndsNoSession() {
        Account account = scene.accounts.add(ADA, true);
        scene.sessions.open(account.id(), "password", FakeRequest.get("/"));
        scene.verify(ADA, scene.sentCode());
        assertThat(scene.accounts.all()).containsExactly(account);
        assertThat(scene.sessions.of(account.id())).hasSize(2);
        assertThat(scene.audit.events()).containsExactly("code_sent");
    }

    @Test
    void verify_forAnAccountThatSomebodyElseRegistered_putsThemOut() {
        Account squatted = scene.accounts.add(ADA, false);
        Account other = scene.accounts.add("eve@example.org", false);
        scene.sessions.open(squatted.id(), "password", FakeRequest.get("/"));
        scene.sessions.open(squatted.id(), "password", FakeRequest.get("/"));
        scene.sessions.open(other.id(), "password", FakeRequest.get("/"));
        Response response = scene.verify(ADA, scene.sentCode());
        assertThat(scene.sessions.revoked())
                .extracting(Session::userId)
                .containsOnly(squatted.id())
                .hasSize(2);
        assertThat(scene.sessions.of(squatted.id())).extracting(Session::method).containsExactly("magic");
        assertThat(scene.sessions.of(other.id())).hasSize(1);
        assertThat(scene.accounts.byId(squatted.id()).orElseThrow().emailVerified())
                .isTrue();
        assertThat(json(response).get("user_id").plain()).isEqualTo(squatted.id());
    }

    @Test
    void verify_whenSessionsCantBeRevoked_leavesTheAddressUnverified() {
        Account squatted = scene.accounts.add(ADA, false);
        String code = scene.sentCode();
        scene.sessions.failWith(new LynchetException(ErrorCode.UNAVAILABLE, "gone"));
        refusal(ErrorCode.UNAVAILABLE, () -> scene.verify(ADA, code));
        assertThat(scene.accounts.byId(squatted.id()).orElseThrow().emailVerified())
                .isFalse();
        assertThat(scene.sessions.opened()).isEmpty();
        // Whatever failed afterwards: the code was used.
        scene.sessions.failWith(null);
        refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, code));
        assertThat(scene.sessions.opened()).isEmpty();
    }

    @Test
    void verify_withAWrongCode_isRefusedAndCounted() {
        String code = scene.sentCode();
        refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, wrong(code)));
        nobodyIsIn();
        assertThat(scene.app.rows(CodeSchema.ENTITY).get(0).get(CodeSchema.TRIES))
                .isEqualTo(1L);
        assertThat(scene.outbox.mails()).hasSize(1);
        assertThat(scene.audit.events()).containsExactly("code_sent", "sign_in_failed");
        assertThat(scene.audit.all().toString()).doesNotContain(wrong(code));
        assertThat(scene.verify(ADA, code).status()).isEqualTo(200);
    }

    @Test
    void verify_withoutAnyCodeSent_isRefusedInTheSameWay() {
        long head = scene.app.head();
        LynchetException none = refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, "123456"));
        assertThat(scene.app.head()).isEqualTo(head);
        nobodyIsIn();
        String code = scene.sentCode();
        LynchetException bad = refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, wrong(code)));
        assertThat(none.getMessage()).isEqualTo(bad.getMessage());
    }

    @Test
    void verify_withTheCodeOfSomebodyElse_isRefused() {
        String code = scene.sentCode("bob@example.org");
        String ada = scene.sentCode();
        if (!ada.equals(code)) {
            refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, code));
        }
        nobodyIsIn();
    }

    @Test
    void verify_withTheRightCodeAtTheFifthTry_signsIn() {
        String code = scene.sentCode();
        for (int i = 0; i < 4; i++) {
            refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, wrong(code)));
        }
        assertThat(scene.verify(ADA, code).status()).isEqualTo(200);
    }

    @Test
    void verify_afterFiveWrongTriesOfACaller_refusesThatOneUntilANewCodeIsSent() {
        String code = scene.sentCode();
        for (int i = 0; i < VerifyCode.CALLER_MAX; i++) {
            refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, wrong(code)));
        }
        scene.clock.advance(Duration.ofSeconds(20));
        LynchetException refused = refusal(ErrorCode.RATE_LIMITED, () -> scene.verify(ADA, code));
        assertThat(refused.retryAfterSeconds()).hasValue(40);
        nobodyIsIn();
        scene.clock.advance(Duration.ofMinutes(2));
        assertThat(refusal(ErrorCode.RATE_LIMITED, () -> scene.verify(ADA, code))
                        .retryAfterSeconds())
                .hasValue(1);
        nobodyIsIn();
        assertThat(scene.verify(ADA, scene.sentCode()).status()).isEqualTo(200);
    }

    @Test
    void verify_byTheOwner_worksAfterAStrangersWrongTries() {
        String code = scene.sentCode();
        for (int i = 0; i < VerifyCode.CALLER_MAX; i++) {
            refusal(ErrorCode.INVALID_CODE, () -> scene.verifyFrom("198.51.100.7", ADA, wrong(code)));
        }
        refusal(ErrorCode.RATE_LIMITED, () -> scene.verifyFrom("198.51.100.7", ADA, code));
        assertThat(scene.verifyFrom("203.0.113.9", ADA, code).status()).isEqualTo(200);
    }

    @Test
    void verify_whereTheCodeWasAskedFor_worksAfterAnyNumberOfStrangers_whoseTriesEnd() {
        String code = scene.sentCode();
        int looked = 0;
        for (int stranger = 0; stranger < 20; stranger++) {
            for (int i = 0; i < VerifyCode.CALLER_MAX; i++) {
                String address = "198.51.100." + stranger;
                LynchetException refused =
                        catchThrowableOfType(LynchetException.class, () -> scene.verifyFrom(address, ADA, wrong(code)));
                looked += refused.code() == ErrorCode.INVALID_CODE ? 1 : 0;
            }
        }
        assertThat(looked).isEqualTo(VerifyCode.OTHERS_MAX);
        refusal(ErrorCode.RATE_LIMITED, () -> scene.verifyFrom("203.0.113.9", ADA, code));
        assertThat(scene.verify(ADA, code).status()).isEqualTo(200);
    }

    @Test
    void guesses_atOneAddress_areFewADay_howeverManyStrangersAsk() {
        int guesses = 0;
        Duration day = Duration.ofHours(23);
        for (Duration at = Duration.ZERO; at.compareTo(day) < 0; at = at.plus(Duration.ofMinutes(12))) {
            String code = scene.sentCode();
            for (int stranger = 0; code.length() == CodeHash.SHORT && stranger < 10; stranger++) {
                for (int i = 0; i < VerifyCode.CALLER_MAX; i++) {
                    String address = "198.51.100." + stranger;
                    LynchetException refused = catchThrowableOfType(
                            LynchetException.class, () -> scene.verifyFrom(address, ADA, wrong(code)));
                    guesses += refused.code() == ErrorCode.INVALID_CODE ? 1 : 0;
                }
            }
            scene.clock.advance(Duration.ofMinutes(12));
            scene.attempts.advance(Duration.ofMinutes(12));
        }
        int paidFor = SendCode.SHORT_A_DAY_MAX * VerifyCode.CALLER_MAX;
        assertThat(guesses).isBetween(paidFor, paidFor + VerifyCode.OTHERS_MAX);
    }

    @Test
    void verify_manyWrongTriesAtTheSameTime_countOneByOne() throws Exception {
        String code = scene.sentCode();
        List<String> outcomes = atTheSameTime(20, () -> scene.verify(ADA, wrong(code)));
        assertThat(outcomes).filteredOn("INVALID_CODE"::equals).hasSize(VerifyCode.CALLER_MAX);
        assertThat(outcomes).filteredOn("RATE_LIMITED"::equals).hasSize(15);
        assertThat(scene.app.rows(CodeSchema.ENTITY).get(0).get(CodeSchema.TRIES))
                .isEqualTo(5L);
        nobodyIsIn();
    }

    @Test
    void verify_theRightCodeManyTimesAtOnce_opensOneSession() throws Exception {
        String code = scene.sentCode();
        List<String> outcomes = atTheSameTime(8, () -> scene.verify(ADA, code));
        assertThat(outcomes).filteredOn("200"::equals).hasSize(1);
        assertThat(outcomes).isSubsetOf("200", "INVALID_CODE", "RATE_LIMITED");
        assertThat(scene.sessions.opened()).hasSize(1);
        assertThat(scene.accounts.all()).hasSize(1);
        assertThat(scene.app.rows(CodeSchema.ENTITY)).isEmpty();
    }

    @Test
    void verify_twice_worksOnce() {
        String code = scene.sentCode();
        scene.verify(ADA, code);
        refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, code));
        assertThat(scene.sessions.opened()).hasSize(1);
    }

    @Test
    void verify_afterTenMinutes_isRefusedAndTheRowIsGone() {
        String code = scene.sentCode();
        scene.clock.advance(SendCode.LIFE);
        refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, code));
        assertThat(scene.app.rows(CodeSchema.ENTITY)).isEmpty();
        nobodyIsIn();
    }

    @Test
    void verify_justBeforeTenMinutes_signsIn() {
        String code = scene.sentCode();
        scene.clock.advance(SendCode.LIFE.minusMillis(1));
        assertThat(scene.verify(ADA, code).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 456", "0x1234"})
    void verify_withWhatIsNoCode_isRefusedWithoutUsingATry(String code) {
        scene.sentCode();
        long head = scene.app.head();
        refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, code));
        assertThat(scene.app.head()).isEqualTo(head);
        nobodyIsIn();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'code':'123456'}|MISSING_EMAIL",
                "{'email':'ada','code':'123456'}|INVALID_EMAIL",
                "{'email':'ada@example.org'}|INVALID_DATA",
                "{'email':'ada@example.org','code':123456}|INVALID_DATA",
                "{'email':'ada@example.org','code':'123456','admin':true}|INVALID_DATA",
                "{'email':{},'code':[]}|INVALID_DATA",
                "7|INVALID_DATA",
                "|INVALID_JSON",
            })
    void verify_withABadBody_isRefusedAndNothingHappens(String body, ErrorCode code) {
        scene.sentCode();
        CodeScene.Traces before = scene.traces();
        refusal(code, () -> scene.verify(body == null ? "" : body));
        assertThat(scene.traces()).isEqualTo(before);
        assertThat(scene.attempts.count("magic.verify", "192.0.2.1")).isZero();
    }

    @Test
    void verify_sixtyTimesAnHourFromOneClient_isRefusedAfterwardsWithoutATry() {
        for (int i = 0; i < VerifyCode.ATTEMPTS_MAX - 1; i++) {
            String email = "user" + i + "@example.org";
            refusal(ErrorCode.INVALID_CODE, () -> scene.verify(email, "123456"));
        }
        // One's own success in between buys nothing.
        scene.verify("eve@example.org", scene.sentCode("eve@example.org"));
        String code = scene.sentCode();
        CodeScene.Traces before = scene.traces();
        LynchetException refused = refusal(ErrorCode.RATE_LIMITED, () -> scene.verify(ADA, code));
        assertThat(refused.retryAfterSeconds()).isPresent();
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void verify_whenTheAccountCantBeMade_opensNoSession() {
        String code = scene.sentCode();
        scene.accounts.failWith(new LynchetException(ErrorCode.REQUIRED_FIELD, "a field is missing"));
        refusal(ErrorCode.REQUIRED_FIELD, () -> scene.verify(ADA, code));
        assertThat(scene.sessions.opened()).isEmpty();
        assertThat(scene.audit.events()).containsExactly("code_sent");
    }
}
