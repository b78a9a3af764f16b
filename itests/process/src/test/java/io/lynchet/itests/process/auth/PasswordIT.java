// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.AuthApp;
import io.lynchet.itests.process.app.AuthApp.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in by password in a running app: bundles, store, HTTP, all of it. */
@Timeout(120)
class PasswordIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path folder;

    private static AuthApp app;

    @BeforeAll
    static void start() throws IOException {
        app = new AuthApp(folder.resolve("app"), true);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static String body(String email, String password) {
        return "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
    }

    @Test
    void registered_signsIn_changesThePassword_andOtherSessionsEnd() {
        Answer registered = app.post("/api/auth/password/register", null, body("p@example.org", PASSWORD));
        assertThat(registered.status()).isEqualTo(200);
        assertThat(registered.json()).containsKeys("token", "user_id", "expires_at", "verification_email_sent");
        Map<?, ?> user = (Map<?, ?>)
                app.get("/api/auth/session", registered.text("token")).json().get("user");
        assertThat(user.get("email")).isEqualTo("p@example.org");
        assertThat(app.post("/api/auth/password/register", null, body("P@example.org", PASSWORD))
                        .code())
                .isEqualTo("EMAIL_TAKEN");

        Answer signedIn = app.post("/api/auth/password/login", null, body("P@Example.org", PASSWORD));
        assertThat(signedIn.json()).containsOnlyKeys("token", "user_id", "expires_at");
        Answer wrong = app.post("/api/auth/password/login", null, body("p@example.org", "wrong password"));
        Answer unknown = app.post("/api/auth/password/login", null, body("nobody@example.org", PASSWORD));
        assertThat(wrong.code()).isEqualTo("INVALID_CREDENTIALS");
        assertThat(unknown.body()).isEqualTo(wrong.body());

        Answer changed = app.post(
                "/api/auth/password/change",
                signedIn.text("token"),
                "{\"current_password\":\"" + PASSWORD + "\",\"new_password\":\"another good one\"}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(app.get("/api/auth/me", registered.text("token")).status()).isEqualTo(401);
        assertThat(app.get("/api/auth/me", signedIn.text("token")).status()).isEqualTo(200);
        assertThat(app.post("/api/auth/password/login", null, body("p@example.org", PASSWORD))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void guest_whoRegisters_takesItsRowsAlong_andItsSessionEnds() {
        String guest = app.post("/api/auth/guest", null, "{}").text("token");
        app.post("/api/entities/Note", guest, "{\"text\":\"mine\"}");
        Answer registered = app.post("/api/auth/password/register", guest, body("was-guest@example.org", PASSWORD));
        assertThat(registered.status()).isEqualTo(200);
        assertThat(app.count("Note", registered.text("token"))).isEqualTo(1);
        assertThat(app.get("/api/auth/me", guest).status()).isEqualTo(401);
    }

    @Test
    void guest_whoLogsIn_getsANewToken_andTheOldOneIsDead() {
        app.post("/api/auth/password/register", null, body("fixed@example.org", PASSWORD));
        String guest = app.post("/api/auth/guest", null, "{}").text("token");
        Answer signedIn = app.post("/api/auth/password/login", guest, body("fixed@example.org", PASSWORD));
        assertThat(signedIn.status()).as(signedIn.body()).isEqualTo(200);
        assertThat(signedIn.text("token")).isNotEqualTo(guest);
        assertThat(app.get("/api/auth/me", guest).status()).isEqualTo(401);
        assertThat(app.get("/api/auth/me", signedIn.text("token")).status()).isEqualTo(200);
    }

    @Test
    void registered_provesAndChangesTheAddress_andKeepsSessionAndPassword() {
        Answer registered = app.post("/api/auth/password/register", null, body("v@example.org", PASSWORD));
        assertThat(registered.json()).containsEntry("verification_email_sent", false);
        String token = registered.text("token");
        String code = "{\"code\":\"" + registered.text("dev_code") + "\"}";
        String stranger = app.post("/api/auth/password/register", null, body("s@example.org", PASSWORD))
                .text("token");
        assertThat(app.post("/api/auth/email/verify", null, code).status()).isEqualTo(401);
        Answer verified = app.post("/api/auth/email/verify", token, code);
        assertThat(verified.status()).as(verified.body()).isEqualTo(200);
        assertThat(verified.json()).containsOnlyKeys("verified", "emailVerified");
        assertThat(app.post("/api/auth/email/verify", stranger, code).code()).isEqualTo("INVALID_CODE");
        assertThat(app.get("/api/auth/me", token).status()).isEqualTo(200);
        assertThat(app.post("/api/auth/password/login", null, body("v@example.org", PASSWORD))
                        .status())
                .isEqualTo(200);

        Answer sent = app.post("/api/auth/email/change", token, body("w@example.org", PASSWORD));
        assertThat(sent.json()).containsOnlyKeys("sent", "email", "dev_code");
        app.post("/api/auth/email/verify", token, "{\"code\":\"" + sent.text("dev_code") + "\"}");
        assertThat(app.post("/api/auth/password/login", null, body("w@example.org", PASSWORD))
                        .status())
                .isEqualTo(200);
        assertThat(app.post("/api/auth/password/login", null, body("v@example.org", PASSWORD))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void registeredByAStranger_isTakenOverByTheOwner_withoutTheStrangersPassword() {
        Answer registered = app.post("/api/auth/password/register", null, body("o@example.org", PASSWORD));
        String sent = app.post("/api/auth/magic/send", null, "{\"email\":\"o@example.org\"}")
                .text("dev_code");
        Answer owner =
                app.post("/api/auth/magic/verify", null, "{\"email\":\"o@example.org\",\"code\":\"" + sent + "\"}");
        assertThat(owner.text("user_id")).isEqualTo(registered.text("user_id"));
        assertThat(app.get("/api/auth/me", registered.text("token")).status()).isEqualTo(401);
        assertThat(app.post("/api/auth/password/login", null, body("o@example.org", PASSWORD))
                        .status())
                .isEqualTo(401);
        String code = "{\"code\":\"" + registered.text("dev_code") + "\"}";
        assertThat(app.post("/api/auth/email/verify", owner.text("token"), code).code())
                .isEqualTo("INVALID_CODE");
    }

    @Test
    void resetByMail_setsANewPassword_once() {
        app.post("/api/auth/password/register", null, body("r@example.org", PASSWORD));
        Answer requested = app.post("/api/auth/password/reset/request", null, "{\"email\":\"r@example.org\"}");
        Answer nobody = app.post("/api/auth/password/reset/request", null, "{\"email\":\"none@example.org\"}");
        assertThat(requested.status()).isEqualTo(200);
        assertThat(nobody.status()).isEqualTo(200);
        String token = requested.text("dev_token");
        String complete = "{\"token\":\"" + token + "\",\"new_password\":\"a brand new one\"}";
        assertThat(app.post("/api/auth/password/reset/complete", null, complete).status())
                .isEqualTo(200);
        assertThat(app.post("/api/auth/password/reset/complete", null, complete).status())
                .isEqualTo(401);
        assertThat(app.post("/api/auth/password/login", null, body("r@example.org", "a brand new one"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void upgradedGuest_isTheUser_withItsRows() {
        String guest = app.post("/api/auth/guest", null, "{}").text("token");
        app.post("/api/entities/Note", guest, "{\"text\":\"mine\"}");
        Answer upgraded = app.post("/api/auth/upgrade", guest, "{\"user_id\":\"upgraded\"}");
        assertThat(upgraded.body()).isEqualTo("{\"upgraded\":true,\"user_id\":\"upgraded\"}");
        assertThat(app.get("/api/auth/me", guest).text("user_id")).isEqualTo("upgraded");
        assertThat(app.count("Note", guest)).isEqualTo(1);
    }

    @Test
    void providers_nameThePassword() {
        assertThat(app.get("/api/auth/providers", null).body())
                .contains("\"name\":\"password\"")
                .contains("\"path\":\"/api/auth/password/login\"");
    }
}
