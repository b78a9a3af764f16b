// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.auth.password.credential.PasswordRows;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.auth.password.credential.ResetRows;
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

class CompleteResetTest {
    @TempDir
    Path folder;

    private PasswordScene scene;

    @BeforeEach
    void start() {
        scene = new PasswordScene(folder);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    static String complete(String token) {
        return "{'token':'" + token + "','new_password':'quite another one'}";
    }

    @Test
    void complete_withTwoRequestsAtOnce_letsOneWin() throws Exception {
        Account account = scene.registered();
        String token = scene.resetToken(account);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ErrorCode>> calls = Stream.generate(() -> (Callable<ErrorCode>) () -> {
                        LynchetException error = catchThrowableOfType(
                                LynchetException.class, () -> scene.send("reset/complete", complete(token)));
                        return error == null ? null : error.code();
                    })
                    .limit(8)
                    .toList();
            int won = 0;
            for (Future<ErrorCode> call : threads.invokeAll(calls)) {
                ErrorCode code = call.get();
                won += code == null ? 1 : 0;
                assertThat(code).isIn(null, ErrorCode.INVALID_CODE);
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(scene.sessions.open()).hasSize(1);
    }

    @Test
    void setByReset_withATokenThatIsUsed_writesNothing() {
        Account account = scene.registered();
        ResetRows.Reset reset = scene.resets.find(scene.resetToken(account));
        String hash = scene.rows.find(account.id()).orElseThrow().hash();
        scene.rows.setByReset(account.id(), new PasswordRows.Stored(hash, true), reset.id());
        long head = scene.app.head();
        LynchetException error = catchThrowableOfType(
                LynchetException.class,
                () -> scene.rows.setByReset(account.id(), new PasswordRows.Stored("other", true), reset.id()));
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.app.head()).isEqualTo(head);
    }

    @Test
    void complete_withWeakPassword_keepsTheTokenAndTheSessions() {
        Account account = scene.registered();
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        String token = scene.resetToken(account);
        LynchetException error =
                scene.refused("reset/complete", "{'token':'" + token + "','new_password':'password123'}");
        assertThat(error.code()).isEqualTo(ErrorCode.WEAK_PASSWORD);
        assertThat(scene.sessions.of(account.id())).hasSize(1);
        scene.send("reset/complete", complete(token));
    }

    @Test
    void complete_afterHalfAnHour_isRefusedAndTheRowIsPurged() {
        Account account = scene.registered();
        String token = scene.resetToken(account);
        scene.advance(Duration.ofMinutes(30));
        assertThat(scene.refused("reset/complete", complete(token)).code()).isEqualTo(ErrorCode.INVALID_CODE);
        scene.advance(Duration.ofSeconds(1));
        scene.resets.purge();
        assertThat(scene.stored(PasswordSchema.RESETS)).isEmpty();
    }

    @Test
    void complete_whenTheAddressOfTheAccountHasChanged_isRefused() {
        Account account = scene.registered();
        String token = scene.resetToken(account);
        scene.accounts.emailVerified(account.id(), "new@example.org");
        assertThat(scene.refused("reset/complete", complete(token)).code()).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void complete_whenTheOwnerHasChangedTheAddress_isRefused() {
        Account account = scene.registered();
        String token = scene.resetToken(account);
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        scene.accounts.emailConfirmed(account.id(), scene.newest().id(), "new@example.org");
        assertThat(scene.stored(PasswordSchema.RESETS)).hasSize(1);
        assertThat(scene.refused("reset/complete", complete(token)).code()).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void complete_ofAnUnprovenAccount_endsAllThatItsMakerHad() {
        Account account = scene.registered();
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        FakeRequest makers = PasswordScene.request("email/send-verification", "{}")
                .session(account.id(), scene.newest().id());
        scene.send("email/send-verification", makers);
        String other = scene.resetToken(account);
        scene.send("reset/complete", complete(scene.resetToken(account)));
        assertThat(scene.counts())
                .containsEntry("passwords", 1)
                .containsEntry("resets", 0)
                .containsEntry("verifications", 0)
                .containsEntry("sessions", 1);
        assertThat(scene.refused("reset/complete", complete(other)).code()).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        scene.send("login", PasswordScene.login(PasswordScene.OTHER_PASSWORD));
    }

    @Test
    void complete_whenTheAddressCannotBeVerified_setsNoPasswordAndUsesTheTokenUp() {
        Account account = scene.registered();
        String token = scene.resetToken(account);
        scene.accounts.endCredentials(userId -> {
            throw new LynchetException(ErrorCode.STORE_FULL, "There is no room left.");
        });
        assertThat(catchThrowableOfType(LynchetException.class, () -> scene.send("reset/complete", complete(token)))
                        .code())
                .isEqualTo(ErrorCode.STORE_FULL);
        assertThat(scene.sessions.open()).isEmpty();
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.OTHER_PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(scene.refused("reset/complete", complete(token)).code()).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void complete_whenTheAccountIsGone_isRefused() {
        Account account = scene.registered();
        String token = scene.resetToken(account);
        scene.accounts.delete(account.id());
        assertThat(scene.refused("reset/complete", complete(token)).code()).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void complete_ofAnAccountWithoutPassword_setsTheFirstOne() {
        Account account = scene.accounts.add(PasswordScene.EMAIL, true);
        scene.send("reset/complete", complete(scene.resetToken(account)));
        scene.send("login", PasswordScene.login(PasswordScene.OTHER_PASSWORD));
    }

    @Test
    void complete_usesUpAllOtherTokensOfTheAccount() {
        Account account = scene.registered();
        String other = scene.resetToken(account);
        scene.send("reset/complete", complete(scene.resetToken(account)));
        assertThat(scene.refused("reset/complete", complete(other)).code()).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void complete_withHostileBody_isRefusedWithoutAHash() {
        scene.registered();
        long hashes = scene.hashes();
        assertThat(scene.refused("reset/complete", complete("0".repeat(64))).code())
                .isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.refused("reset/complete", complete("../../etc\\u0000")).code())
                .isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.refused("reset/complete", complete("t".repeat(201))).code())
                .isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(scene.refused("reset/complete", "{'token':1,'new_password':'quite another one'}")
                        .code())
                .isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(scene.hashes()).isEqualTo(hashes);
    }

    @Test
    void complete_moreThanTwentyTimes_isLimited() {
        for (int i = 0; i < 20; i++) {
            scene.refused("reset/complete", complete("0".repeat(64)));
        }
        assertThat(scene.refused("reset/complete", complete("0".repeat(64))).code())
                .isEqualTo(ErrorCode.RATE_LIMITED);
    }
}
