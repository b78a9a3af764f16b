// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Session;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.auth.password.signin.PasswordScene;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerifyEmailTest {
    @TempDir
    Path folder;

    private PasswordScene scene;
    private Account account;
    private Session session;

    @BeforeEach
    void start() {
        scene = new PasswordScene(folder);
        scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        account = scene.accounts.byEmail(PasswordScene.EMAIL).orElseThrow();
        session = scene.newest();
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private FakeRequest verify(String code) {
        return PasswordScene.request("email/verify", "{'code':'" + code + "'}").session(account.id(), session.id());
    }

    private boolean verified() {
        return scene.accounts.byId(account.id()).orElseThrow().emailVerified();
    }

    @Test
    void verify_withTheMailedCodeAndTheSession_keepsSessionsAndPassword() {
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        String answer = scene.send("email/verify", verify(scene.mailedCode()));
        assertThat(answer).isEqualTo("{\"verified\":true,\"emailVerified\":\"2026-01-01T00:00:00Z\"}");
        assertThat(verified()).isTrue();
        assertThat(scene.sessions.open()).hasSize(2);
        assertThat(scene.audit.events()).containsExactly("account_created", "email_verified");
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        String change = "{'current_password':'an honest secret','new_password':'quite another one'}";
        scene.send("change", PasswordScene.request("change", change).session(account.id(), session.id()));
        scene.send("login", PasswordScene.login(PasswordScene.OTHER_PASSWORD));
    }

    @Test
    void verify_afterThePasswordWasChanged_isGoodForTheNewOne() {
        String change = "{'current_password':'an honest secret','new_password':'quite another one'}";
        scene.send("change", PasswordScene.request("change", change).session(account.id(), session.id()));
        scene.send("email/verify", verify(scene.mailedCode()));
        scene.send("login", PasswordScene.login(PasswordScene.OTHER_PASSWORD));
    }

    @Test
    void verify_theSameCodeTwice_isRefused() {
        String code = scene.mailedCode();
        scene.send("email/verify", verify(code));
        assertThat(scene.refused("email/verify", verify(code)).code()).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.audit.events()).endsWith("email_verified", "verification_failed");
    }

    @Test
    void verify_byTheReaderOfTheMailInAnAccountOfTheirOwn_provesNothing() {
        String code = scene.mailedCode();
        scene.send("register", "{'email':'bob@example.org','password':'an honest secret'}");
        FakeRequest reader = PasswordScene.request("email/verify", "{'code':'" + code + "'}")
                .session(scene.newest().userId(), scene.newest().id());
        assertThat(failure(reader)).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(verified()).isFalse();
        scene.send("email/verify", verify(code));
    }

    @ParameterizedTest
    @EnumSource(Caller.Kind.class)
    void verify_withoutASessionOfThePerson_provesNothing(Caller.Kind kind) {
        if (kind == Caller.Kind.SESSION) {
            return;
        }
        Principal who = kind == Caller.Kind.NONE ? Principal.ANONYMOUS : Principal.user(account.id());
        for (String path : List.of("email/verify", "email/send-verification", "email/change")) {
            FakeRequest request = PasswordScene.request(path, "{}").by(Caller.unlimited(who, kind, "id"));
            assertThat(scene.refused(path, request).code())
                    .isEqualTo(
                            kind == Caller.Kind.API_KEY ? ErrorCode.API_KEY_AUTH_FORBIDDEN : ErrorCode.UNAUTHENTICATED);
        }
        assertThat(scene.audit.events()).containsExactly("account_created");
        scene.send("email/verify", verify(scene.mailedCode()));
    }

    @Test
    void verify_inASessionThatHasEnded_provesNothing() {
        FakeRequest request = verify(scene.mailedCode());
        scene.sessions.revoke(session.id());
        assertThat(failure(request)).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(verified()).isFalse();
        assertThat(scene.audit.events()).containsExactly("account_created");
    }

    @Test
    void verify_afterTheOwnerOfTheAddressTookOver_isRefused() {
        String code = scene.mailedCode();
        scene.accounts.emailVerified(account.id(), PasswordScene.EMAIL);
        assertThat(scene.refused("email/verify", verify(code)).code()).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void verify_byAnOwnerWhoTookOver_doesNotProveTheStrangersPassword() {
        // While this bundle was away, so that the password is still there.
        scene.accounts.endCredentials(userId -> scene.sessions.revokeAll(userId, null));
        scene.accounts.emailVerified(account.id(), PasswordScene.EMAIL);
        session = scene.sessions
                .byId(scene.sessions
                        .open(account.id(), "magic", PasswordScene.request("login", "{}"))
                        .sessionId())
                .orElseThrow();
        scene.advance(Duration.ofMinutes(1));
        scene.send(
                "email/send-verification",
                PasswordScene.request("email/send-verification", "{}").session(account.id(), session.id()));
        scene.send("email/verify", verify(scene.mailedCode()));
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void verify_wrongFiveTimes_burnsTheCode() {
        String code = scene.mailedCode();
        for (int i = 0; i < 5; i++) {
            assertThat(failure(verify(PasswordScene.wrong(code)))).isEqualTo(ErrorCode.INVALID_CODE);
        }
        LynchetException burnt = scene.refused("email/verify", verify(code));
        assertThat(burnt.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(burnt.retryAfterSeconds()).hasValue(60);
        assertThat(verified()).isFalse();
    }

    @Test
    void verify_afterHalfAnHour_isRefused() {
        String code = scene.mailedCode();
        scene.advance(Duration.ofMinutes(30));
        assertThat(failure(verify(code))).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.stored(PasswordSchema.VERIFICATIONS)).isEmpty();
        assertThat(verified()).isFalse();
    }

    @Test
    void verify_whenTheAccountGotAnotherAddressMeanwhile_isRefused() {
        String code = scene.mailedCode();
        scene.accounts.emailConfirmed(account.id(), session.id(), "other@example.org");
        assertThat(failure(verify(code))).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.accounts.byId(account.id()).orElseThrow().email()).isEqualTo("other@example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[] | INVALID_DATA",
                "{} | INVALID_DATA",
                "{'code':null} | INVALID_DATA",
                "{'code':123456} | INVALID_DATA",
                "{'code':''} | INVALID_DATA",
                "{'code':'123456','email':'a@b.c'} | INVALID_DATA",
                "{'code':'12345'} | INVALID_CODE",
                "{'code':'12345x'} | INVALID_CODE",
                "{'code':'１２３４５６'} | INVALID_CODE"
            })
    void verify_withHostileBody_isRefusedWithoutATry(String body, ErrorCode code) {
        FakeRequest request = PasswordScene.request("email/verify", body).session(account.id(), session.id());
        assertThat(scene.refused("email/verify", request).code()).isEqualTo(code);
        assertThat(scene.stored(PasswordSchema.VERIFICATIONS))
                .singleElement()
                .satisfies(row -> assertThat(row.get("tries")).isEqualTo(0L));
    }

    @Test
    void verify_manyAtOnce_letsOneWin() throws Exception {
        String code = scene.mailedCode();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ErrorCode>> calls = Stream.generate(() -> (Callable<ErrorCode>) () -> failure(verify(code)))
                    .limit(8)
                    .toList();
            int won = 0;
            for (Future<ErrorCode> call : threads.invokeAll(calls)) {
                ErrorCode result = call.get();
                won += result == null ? 1 : 0;
                assertThat(result).isIn(null, ErrorCode.INVALID_CODE, ErrorCode.RATE_LIMITED);
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(scene.audit.events()).filteredOn("email_verified"::equals).hasSize(1);
    }

    private ErrorCode failure(FakeRequest request) {
        LynchetException error =
                catchThrowableOfType(LynchetException.class, () -> scene.send("email/verify", request));
        return error == null ? null : error.code();
    }
}
