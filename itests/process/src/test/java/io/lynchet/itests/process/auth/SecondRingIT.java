// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.AuthApp;
import io.lynchet.itests.process.app.AuthApp.Answer;
import io.lynchet.itests.process.app.AuthenticatorApp;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Second factors, organisations and signed tokens through the whole server: parts that meet in the service registry
 * only.
 */
class SecondRingIT {
    @TempDir
    static Path folder;

    private static AuthApp app;

    @BeforeAll
    static void start() throws IOException {
        String issuer =
                "{\"issuer\":\"https://people.example.org\",\"audiences\":[\"people\"],\"algorithms\":[\"HS256\"],"
                        + "\"secret\":\"a secret of at least thirty-two bytes\",\"mint\":true}";
        app = new AuthApp(folder.resolve("app"), true, Map.of("io.lynchet.auth.jwt~own", issuer));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    /** Somebody with a proven address. */
    private static Answer person(String email) {
        String code = app.post("/api/auth/magic/send", null, "{\"email\":\"" + email + "\"}")
                .text("dev_code");
        Answer signedIn =
                app.post("/api/auth/magic/verify", null, "{\"email\":\"" + email + "\",\"code\":\"" + code + "\"}");
        assertThat(signedIn.status()).as(signedIn.body()).isEqualTo(200);
        return signedIn;
    }

    private static String credentials(String email) {
        return "{\"email\":\"" + email + "\",\"password\":\"correct horse battery\"}";
    }

    /** An app on a telephone, confirmed by the code of the step before this one. */
    private record Enrolled(String secret, long step) {
        static Enrolled as(String credentials) throws GeneralSecurityException {
            String token =
                    app.post("/api/auth/password/register", null, credentials).text("token");
            String secret = app.post("/api/auth/totp/enroll", token, "{}").text("secret");
            Enrolled enrolled = new Enrolled(secret, Instant.now().getEpochSecond() / 30);
            Answer confirmed = app.post("/api/auth/totp/verify", token, enrolled.usedCode());
            assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
            return enrolled;
        }

        String usedCode() throws GeneralSecurityException {
            return AuthenticatorApp.code(secret, step - 1);
        }

        String nextCode() throws GeneralSecurityException {
            return AuthenticatorApp.code(secret, step);
        }
    }

    private static String me(String token) {
        Answer me = app.get("/api/auth/me", token);
        return me.status() == 200 ? me.body() : me.code();
    }

    @Test
    void secondFactor_isAskedForInEverySignIn_andWaitingSessionsAreGoodForNothing() throws Exception {
        String password = credentials("factor@example.org");
        Enrolled phone = Enrolled.as(password);

        Answer waiting = app.post("/api/auth/password/login", null, password);
        assertThat(waiting.text("second_factor")).isEqualTo("totp");
        assertThat(me(waiting.text("token"))).isEqualTo("SECOND_FACTOR_REQUIRED");
        assertThat(app.get("/api/entities/Note", waiting.text("token")).code()).isEqualTo("SECOND_FACTOR_REQUIRED");
        // The same code again is used up.
        assertThat(app.post("/api/auth/totp/verify", waiting.text("token"), phone.usedCode())
                        .code())
                .isEqualTo("INVALID_CODE");
        Answer full = app.post("/api/auth/totp/verify", waiting.text("token"), phone.nextCode());
        assertThat(full.status()).as(full.body()).isEqualTo(200);
        assertThat(me(full.text("token"))).contains(full.text("user_id"));
        assertThat(me(waiting.text("token"))).isEqualTo("UNAUTHENTICATED");
        assertThat(app.post("/api/auth/refresh", waiting.text("token"), "{}").code())
                .isEqualTo("SESSION_EXPIRED");
    }

    @Test
    void secondFactor_isAskedForAfterAMailedCodeAndAReset_too() throws Exception {
        Enrolled phone = Enrolled.as(credentials("mailed@example.org"));
        String reset = app.post("/api/auth/password/reset/request", null, "{\"email\":\"mailed@example.org\"}")
                .text("dev_token");
        Answer completed = app.post(
                "/api/auth/password/reset/complete",
                null,
                "{\"token\":\"" + reset + "\",\"new_password\":\"battery horse correct\"}");
        for (Answer waiting : List.of(completed, person("mailed@example.org"))) {
            assertThat(waiting.text("second_factor")).isEqualTo("totp");
            assertThat(me(waiting.text("token"))).isEqualTo("SECOND_FACTOR_REQUIRED");
        }
        assertThat(app.post("/api/auth/totp/verify", completed.text("token"), phone.nextCode())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void organisation_isActiveUntilTheMembershipEnds_andKeepsAnOwner() {
        Answer owner = person("owner@example.org");
        Answer member = person("member@example.org");
        String token = member.text("token");
        String org = app.post("/api/auth/orgs", owner.text("token"), "{\"name\":\"Acme\"}")
                .text("id");
        assertThat(app.get("/api/auth/orgs/" + org, token).status()).isEqualTo(404);
        Answer invited = app.post(
                "/api/auth/orgs/" + org + "/invites",
                owner.text("token"),
                "{\"email\":\"member@example.org\",\"role\":\"admin\"}");
        Answer accepted = app.post("/api/auth/invites/" + invited.text("token") + "/accept", token, "{}");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        assertThat(app.post("/api/auth/select-org", token, "{\"orgId\":\"" + org + "\"}")
                        .body())
                .isEqualTo("{\"tenantId\":\"" + org + "\"}");
        assertThat(me(token)).contains("\"tenant_id\":\"" + org + "\"", "org:admin");

        String membership = "/api/auth/orgs/" + org + "/members/" + member.text("user_id");
        assertThat(app.send("PUT", membership, owner.text("token"), "{\"role\":\"member\"}")
                        .status())
                .isEqualTo(200);
        assertThat(me(token)).contains("org:member").doesNotContain("org:admin");
        assertThat(app.send("DELETE", "/api/auth/account", owner.text("token"), null)
                        .code())
                .isEqualTo("LAST_OWNER");
        assertThat(app.send("DELETE", membership, owner.text("token"), null).status())
                .isEqualTo(200);
        assertThat(me(token)).doesNotContain("tenant_id").doesNotContain("org:");
        assertThat(app.post("/api/auth/select-org", token, "{\"orgId\":\"" + org + "\"}")
                        .code())
                .isEqualTo("NOT_A_MEMBER");
    }

    @Test
    void mintedToken_isRecognised_andATouchedOneIsNot() {
        Answer person = person("minter@example.org");
        Answer minted = app.post("/api/auth/jwt", person.text("token"), "{}");
        assertThat(minted.status()).as(minted.body()).isEqualTo(200);
        String token = minted.text("token");
        assertThat(me(token)).contains(person.text("user_id"));
        assertThat(app.post("/api/entities/Note", token, "{\"text\":\"mine\"}").status())
                .isEqualTo(201);
        assertThat(app.count("Note", person.text("token"))).isEqualTo(1);
        String[] parts = token.split("\\.");
        assertThat(me("eyJhbGciOiJub25lIn0." + parts[1] + ".")).isEqualTo("UNAUTHENTICATED");
        assertThat(me(parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse()))
                .isEqualTo("UNAUTHENTICATED");
        assertThat(app.post("/api/auth/api-keys", token, "{\"name\":\"x\"}").code())
                .isEqualTo("API_KEY_AUTH_FORBIDDEN");
        assertThat(app.send("DELETE", "/api/auth/sessions", token, null).code()).isEqualTo("API_KEY_AUTH_FORBIDDEN");
    }
}
