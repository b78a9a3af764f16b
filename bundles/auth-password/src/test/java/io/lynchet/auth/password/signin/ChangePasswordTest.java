// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Session;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangePasswordTest {
    private static final String BODY = "{'current_password':'an honest secret','new_password':'quite another one'}";

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
        session = scene.sessions.open().get(0);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private FakeRequest change(String body) {
        return PasswordScene.request("change", body).session(account.id(), session.id());
    }

    @Test
    void change_withTheCurrentPassword_endsAllOtherSessions() {
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        String token = scene.resetToken(account);
        assertThat(scene.send("change", change(BODY))).isEqualTo("{\"changed\":true}");
        assertThat(scene.sessions.open()).containsExactly(session);
        assertThat(scene.audit.events()).endsWith("password_changed");
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        scene.send("login", PasswordScene.login(PasswordScene.OTHER_PASSWORD));
        String reset = "{'token':'" + token + "','new_password':'a third password'}";
        assertThat(scene.refused("reset/complete", reset).code()).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void change_withAWrongCurrentPassword_isRefusedAndLimited() {
        String body = "{'current_password':'not the secret','new_password':'quite another one'}";
        for (int i = 0; i < 10; i++) {
            assertThat(scene.refused("change", change(body)).code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        }
        assertThat(scene.refused("change", change(BODY)).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @ParameterizedTest
    @EnumSource(Caller.Kind.class)
    void change_byOtherCredentialsThanASession_isRefused(Caller.Kind kind) {
        if (kind == Caller.Kind.SESSION) {
            return;
        }
        FakeRequest request = PasswordScene.request("change", BODY)
                .by(Caller.unlimited(
                        kind == Caller.Kind.NONE ? Principal.ANONYMOUS : Principal.user(account.id()), kind, "id"));
        long hashes = scene.hashes();
        assertThat(scene.refused("change", request).code())
                .isEqualTo(kind == Caller.Kind.API_KEY ? ErrorCode.API_KEY_AUTH_FORBIDDEN : ErrorCode.UNAUTHENTICATED);
        assertThat(scene.hashes()).isEqualTo(hashes);
    }

    @Test
    void change_toAWeakPassword_isRefused() {
        String email = "{'current_password':'an honest secret','new_password':'Ada@Example.org'}";
        String common = "{'current_password':'an honest secret','new_password':'password123'}";
        assertThat(scene.refused("change", change(email)).code()).isEqualTo(ErrorCode.WEAK_PASSWORD);
        assertThat(scene.refused("change", change(common)).code()).isEqualTo(ErrorCode.WEAK_PASSWORD);
    }

    @Test
    void change_ofAnAccountWithoutPassword_isRefused() {
        Account guest = scene.accounts.addGuest();
        FakeRequest request = PasswordScene.request("change", BODY).session(guest.id(), "session-9");
        assertThat(scene.refused("change", request).code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void change_afterTheAddressWasVerifiedByAnotherMethod_isRefused() {
        scene.accounts.emailVerified(account.id(), PasswordScene.EMAIL);
        assertThat(scene.refused("change", change(BODY)).code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void change_withUnknownKeyOrLongField_isRefused() {
        String unknown = "{'current_password':'an honest secret','new_password':'quite another one','user_id':'x'}";
        String tooLong = "{'current_password':'an honest secret','new_password':'" + "x".repeat(1_001) + "'}";
        assertThat(scene.refused("change", change(unknown)).code()).isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(scene.refused("change", change(tooLong)).code()).isEqualTo(ErrorCode.INVALID_DATA);
    }
}
