// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Session;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.auth.password.signin.PasswordScene;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeEmailTest {
    private static final String NEW = "new@example.org";
    private static final String BODY = "{'email':'New@example.org','password':'an honest secret'}";

    @TempDir
    Path folder;

    private PasswordScene scene;
    private Account account;
    private Session session;

    @BeforeEach
    void start() {
        scene = new PasswordScene(folder);
        account = scene.registered();
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        session = scene.newest();
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private FakeRequest change(String body) {
        return PasswordScene.request("email/change", body).session(account.id(), session.id());
    }

    private FakeRequest verify() {
        return PasswordScene.request("email/verify", "{'code':'" + scene.mailedCode() + "'}")
                .session(account.id(), session.id());
    }

    @Test
    void change_thenVerify_movesTheAccountAndEndsOtherSessions() {
        scene.accounts.emailConfirmed(account.id(), session.id(), PasswordScene.EMAIL);
        scene.rows.prove(account.id());
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(scene.send("email/change", change(BODY))).isEqualTo("{\"sent\":true,\"email\":\"" + NEW + "\"}");
        assertThat(scene.outbox.last().to()).isEqualTo(NEW);
        assertThat(scene.outbox.last().subject()).isEqualTo("Confirm your new address");
        assertThat(scene.accounts.byId(account.id()).orElseThrow().email())
                .as("before the code")
                .isEqualTo(PasswordScene.EMAIL);

        scene.send("email/verify", verify());
        Account now = scene.accounts.byId(account.id()).orElseThrow();
        assertThat(now.email()).isEqualTo(NEW);
        assertThat(now.emailVerified()).isTrue();
        assertThat(scene.sessions.open()).containsExactly(session);
        assertThat(scene.audit.events()).endsWith("email_change_requested", "email_changed");
        assertThat(scene.outbox.mails()).extracting(Mailer.Mail::to).containsExactly(NEW, PasswordScene.EMAIL);
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        scene.send("login", "{'email':'new@example.org','password':'an honest secret'}");
    }

    @Test
    void change_ofAnUnprovenAddress_tellsItNothing_andThePasswordStaysGood() {
        scene.send("email/change", change(BODY));
        scene.send("email/verify", verify());
        assertThat(scene.outbox.mails()).extracting(Mailer.Mail::to).containsExactly(NEW);
        scene.send("login", "{'email':'new@example.org','password':'an honest secret'}");
    }

    @Test
    void change_whenTheOldAddressCannotBeTold_isMadeAllTheSame() {
        scene.accounts.emailConfirmed(account.id(), session.id(), PasswordScene.EMAIL);
        scene.rows.prove(account.id());
        scene.send("email/change", change(BODY));
        FakeRequest verify = verify();
        scene.outbox.failWith(ErrorCode.MAIL_FAILED);
        scene.send("email/verify", verify);
        assertThat(scene.accounts.byId(account.id()).orElseThrow().email()).isEqualTo(NEW);
        assertThat(scene.outbox.refused()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL_FAILED", "RECIPIENT_REFUSED"})
    void change_toAnAddressThatCannotBeMailed_isRefused(ErrorCode failure) {
        scene.outbox.failWith(failure);
        LynchetException refused =
                catchThrowableOfType(LynchetException.class, () -> scene.send("email/change", change(BODY)));
        assertThat(refused.code()).isEqualTo(failure);
        assertThat(scene.route("email/change").info().answers().failures()).contains(failure);
        assertThat(scene.accounts.byId(account.id()).orElseThrow().email()).isEqualTo(PasswordScene.EMAIL);
        assertThat(scene.stored(PasswordSchema.VERIFICATIONS)).isEmpty();
    }

    @Test
    void change_withAWrongPassword_isRefusedAndLimited() {
        String body = "{'email':'new@example.org','password':'not the secret'}";
        for (int i = 0; i < 10; i++) {
            assertThat(scene.refused("email/change", change(body)).code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        }
        assertThat(scene.refused("email/change", change(BODY)).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @Test
    void change_toTheAddressOfAnother_isRefused() {
        scene.accounts.add(NEW, false);
        assertThat(scene.refused("email/change", change(BODY)).code()).isEqualTo(ErrorCode.EMAIL_TAKEN);
        assertThat(scene.stored(PasswordSchema.VERIFICATIONS)).isEmpty();
    }

    @Test
    void change_whenTheAddressIsTakenMeanwhile_changesAndProvesNothing() {
        scene.send("email/change", change(BODY));
        scene.accounts.add(NEW, false);
        LynchetException error =
                catchThrowableOfType(LynchetException.class, () -> scene.send("email/verify", verify()));
        assertThat(error.code()).isEqualTo(ErrorCode.EMAIL_TAKEN);
        Account now = scene.accounts.byId(account.id()).orElseThrow();
        assertThat(now.email()).isEqualTo(PasswordScene.EMAIL);
        assertThat(now.emailVerified()).isFalse();
        assertThat(scene.rows.find(account.id()).orElseThrow().proven()).isFalse();
        assertThat(scene.audit.events()).endsWith("email_change_requested");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[] | INVALID_DATA",
                "{'password':'an honest secret'} | MISSING_EMAIL",
                "{'email':'nobody','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@b.c\\r\\nBcc: x@y.z','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@b.c'} | INVALID_DATA",
                "{'email':'a@b.c','password':'an honest secret','verified':true} | INVALID_DATA"
            })
    void change_withHostileBody_isRefusedWithoutAHash(String body, ErrorCode code) {
        long hashes = scene.hashes();
        assertThat(scene.refused("email/change", change(body)).code()).isEqualTo(code);
        assertThat(scene.hashes()).isEqualTo(hashes);
    }
}
