// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.auth.password.credential.HashCost;
import io.lynchet.auth.password.credential.PasswordCheck;
import io.lynchet.auth.password.credential.PasswordHasher;
import io.lynchet.auth.password.credential.PasswordRows;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogInTest {
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

    @Test
    void login_withRightPassword_opensASessionAndWritesNothing() {
        Account account = scene.registered();
        long head = scene.app.head();
        String answer = scene.send("login", "{'email':'ADA@example.org','password':'an honest secret'}");
        assertThat(answer)
                .matches("\\{\"token\":\"pylon_[0-9a-f]{64}\",\"user_id\":\"" + account.id()
                        + "\",\"expires_at\":\"[^\"]+\"}");
        assertThat(scene.sessions.of(account.id())).hasSize(1);
        assertThat(scene.app.head()).isEqualTo(head);
    }

    @Test
    void login_withWrongPassword_isRefused() {
        Account account = scene.registered();
        LynchetException error = scene.refused("login", PasswordScene.login("an honest secreT"));
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(scene.audit.all()).last().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo("sign_in_failed");
            assertThat(entry.userId()).isEqualTo(account.id());
            assertThat(entry.address()).isEqualTo("192.0.2.1");
        });
    }

    @Test
    void login_ofUnknownAccountOrWithoutPassword_isTheSameAnswerAndTheSameWork() {
        scene.registered();
        scene.accounts.add("oauth@example.org", true);
        LynchetException wrong = scene.refused("login", PasswordScene.login("not the secret"));
        for (String email : new String[] {"nobody@example.org", "oauth@example.org"}) {
            long before = scene.hashes();
            LynchetException error = scene.refused("login", "{'email':'" + email + "','password':'not the secret'}");
            assertThat(scene.hashes() - before).as("hashes for " + email).isEqualTo(1);
            assertThat(error.code()).isEqualTo(wrong.code());
            assertThat(error.getMessage()).isEqualTo(wrong.getMessage());
            assertThat(error.problems()).isEqualTo(wrong.problems());
        }
        long before = scene.hashes();
        scene.refused("login", PasswordScene.login("not the secret"));
        assertThat(scene.hashes() - before).as("hashes for a wrong password").isEqualTo(1);
    }

    @Test
    void login_withAnotherSpellingOfAnAccent_isTheSamePassword() {
        scene.send("register", "{'email':'ada@example.org','password':'cr\\u00e8me br\\u00fbl\\u00e9e'}");
        scene.send("login", PasswordScene.login("cre\\u0300me bru\\u0302le\\u0301e"));
    }

    @Test
    void login_afterTheSettingsChanged_rehashesOnce() {
        Account account = scene.registered();
        scene.cost(new HashCost(128, 1, 1));
        scene.refused("login", PasswordScene.login("not the secret"));
        String old = scene.rows.find(account.id()).orElseThrow().hash();
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        String fresh = scene.rows.find(account.id()).orElseThrow().hash();
        assertThat(old).contains("m=64,");
        assertThat(fresh).contains("m=128,");
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(scene.rows.find(account.id()).orElseThrow().hash()).isEqualTo(fresh);
    }

    @Test
    void login_whenTheAddressWasVerifiedByAnotherMethodSince_isRefusedUntilReset() {
        Account account = scene.registered();
        scene.accounts.emailVerified(account.id(), PasswordScene.EMAIL);
        long before = scene.hashes();
        LynchetException error = scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(scene.hashes() - before).isEqualTo(1);

        String token = scene.resetToken(account);
        scene.send("reset/complete", "{'token':'" + token + "','new_password':'quite another one'}");
        scene.send("login", PasswordScene.login(PasswordScene.OTHER_PASSWORD));
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void login_whenTheAddressWasVerifiedWhileThisBundleWasAway_isRefusedAllTheSame() {
        Account account = scene.registered();
        scene.accounts.endCredentials(userId -> {});
        scene.accounts.emailVerified(account.id(), PasswordScene.EMAIL);
        assertThat(scene.stored(PasswordSchema.PASSWORDS))
                .as("the stranger's password")
                .hasSize(1);
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(scene.audit.events()).endsWith("sign_in_failed");
    }

    @Test
    void login_whenTheAddressIsVerifiedWhileTheSessionIsOpened_leavesNoSession() {
        Account account = scene.registered();
        PasswordRows.Stored stored = scene.rows.find(account.id()).orElseThrow();
        scene.accounts.emailVerified(account.id(), PasswordScene.EMAIL);
        PasswordCheck passwords =
                new PasswordCheck(scene.services, new PasswordHasher(PasswordScene.CHEAP, 1, 1), scene.rows);
        FakeRequest request = PasswordScene.request("login", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                LynchetException.class, () -> passwords.open(account.id(), stored, request))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(scene.sessions.open()).isEmpty();
    }

    @Test
    void login_withAPasswordThatIsReplacedMeanwhile_isRefused() {
        Account account = scene.registered();
        PasswordRows.Stored before = scene.rows.find(account.id()).orElseThrow();
        scene.rows.set(account.id(), new PasswordRows.Stored(before.hash().replace("t=1", "t=2"), false));
        FakeRequest request = PasswordScene.request("login", PasswordScene.login(PasswordScene.PASSWORD));
        PasswordCheck passwords =
                new PasswordCheck(scene.services, new PasswordHasher(PasswordScene.CHEAP, 1, 1), scene.rows);
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                LynchetException.class, () -> passwords.current(account.id(), before, request))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void login_tenTimesForOneAccount_isLimitedAndForgottenAfterSuccess() {
        scene.registered();
        for (int i = 0; i < 9; i++) {
            scene.refused("login", PasswordScene.login("not the secret"));
        }
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        for (int i = 0; i < 10; i++) {
            scene.refused("login", PasswordScene.login("not the secret"));
        }
        long hashes = scene.hashes();
        LynchetException error = scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(error.retryAfterSeconds()).hasValue(900);
        assertThat(scene.hashes()).isEqualTo(hashes);
        scene.attempts.advance(Duration.ofMinutes(15));
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
    }

    @Test
    void login_thirtyTimesFromOneAddress_isLimitedWhateverTheAccount() {
        for (int i = 0; i < 30; i++) {
            scene.refused("login", "{'email':'u" + i + "@b.c','password':'not the secret'}");
        }
        assertThat(scene.refused("login", "{'email':'next@b.c','password':'not the secret'}")
                        .code())
                .isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @Test
    void login_guessedFromEverywhere_isLimitedButNotForTheOwnersMachine() {
        scene.registered();
        scene.send(
                "login",
                PasswordScene.request("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .from("198.51.100.7"));
        for (int i = 0; i < 99; i++) {
            scene.refused(
                    "login",
                    PasswordScene.request("login", PasswordScene.login("not the secret"))
                            .from("203.0.113." + i));
        }
        FakeRequest stranger = PasswordScene.request("login", PasswordScene.login(PasswordScene.PASSWORD))
                .from("203.0.113.200");
        assertThat(scene.refused("login", stranger).code()).isEqualTo(ErrorCode.RATE_LIMITED);
        scene.send(
                "login",
                PasswordScene.request("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .from("198.51.100.7"));
        scene.attempts.advance(Duration.ofHours(1));
        scene.send("login", stranger);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'email':'ada@example.org','password':'an honest secret','remember':true}",
                "{'email':'ada@example.org','password':['an honest secret']}",
                "{'email':'ada@example.org'}",
                "{'email':'ada@example.org','password':''}",
                "'text'"
            })
    void login_withHostileBody_isRefusedWithoutAHash(String body) {
        scene.registered();
        long hashes = scene.hashes();
        assertThat(scene.refused("login", body).code()).isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(scene.hashes()).isEqualTo(hashes);
    }

    @Test
    void login_withoutAudit_worksAllTheSame() {
        scene.registered();
        scene.services.audit.unbind(scene.audit);
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
    }

    @Test
    void login_whenSessionsFail_opensNone() {
        scene.registered();
        scene.sessions.failWith(new LynchetException(ErrorCode.UNAVAILABLE, "away"));
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
