// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.itests.process.app.AuthApp;
import io.lynchet.itests.process.app.AuthApp.Answer;
import io.lynchet.launcher.Lynchet;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions, guests, keys and roles over HTTP: success, each failure, and that a failure leaves nothing behind. */
@Timeout(120)
class SessionsIT {
    @TempDir
    static Path folder;

    private static AuthApp app;

    @BeforeAll
    static void start() throws IOException {
        app = new AuthApp(folder.resolve("app"), false);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static Account account(String email) {
        return app.lynchet.service(Accounts.class).create(new NewAccount(email, true, "Somebody", null));
    }

    @Test
    void guest_hasASession_andRowsOfItsOwn() {
        Answer guest = app.post("/api/auth/guest", null, "{}");
        assertThat(guest.status()).isEqualTo(201);
        assertThat(guest.text("user_id")).matches("guest_[0-9a-f]{32}");
        assertThat(guest.text("token")).matches("pylon_[0-9a-f]{64}");
        assertThat(guest.json()).containsEntry("guest", true);
        String token = guest.text("token");
        assertThat(app.get("/api/auth/me", token).json())
                .containsEntry("is_guest", true)
                .containsEntry("user_id", guest.text("user_id"));
        assertThat(app.post("/api/entities/Note", token, "{\"text\":\"mine\"}").status())
                .isEqualTo(201);
        assertThat(app.count("Note", token)).isEqualTo(1);
        assertThat(app.count("Note", null)).isZero();

        Answer anonymous = app.post("/api/auth/anonymous", null, "{}");
        assertThat(anonymous.status()).isEqualTo(200);
        assertThat(anonymous.json()).containsKeys("token", "user_id", "is_guest", "expires_at");
    }

    @Test
    void session_tellsWhoItIs_withoutWhatIsHidden() {
        Account person = account("shown@example.org");
        String token = app.mint(person.id());
        Answer session = app.get("/api/auth/session", token);
        assertThat(session.status()).isEqualTo(200);
        assertThat(session.json()).containsOnlyKeys("avatar_url", "session", "user");
        Map<?, ?> user = (Map<?, ?>) session.json().get("user");
        assertThat(user.get("id")).isEqualTo(person.id());
        assertThat(user.get("email")).isEqualTo("shown@example.org");
        assertThat(user.containsKey("secret")).isFalse();
        assertThat(user.containsKey("nickname")).isFalse();
        assertThat(app.get("/api/auth/me", null).json())
                .containsEntry("user_id", null)
                .containsEntry("is_admin", false);
        assertThat(app.get("/api/auth/me", AuthApp.ADMIN).json()).containsEntry("is_admin", true);
    }

    @Test
    void minting_isForAdmins_andLeavesNothingOtherwise() {
        long before = app.rows("_auth_sessions");
        Answer refused = app.post("/api/auth/session", null, "{\"user_id\":\"u1\"}");
        assertThat(refused.status()).isEqualTo(403);
        for (String body :
                List.of("{}", "{\"user_id\":\"\"}", "{\"user_id\":7}", "{\"user_id\":\"u\",\"x\":1}", "[", "")) {
            Answer answer = app.post("/api/auth/session", AuthApp.ADMIN, body);
            assertThat(answer.status()).as(body).isEqualTo(400);
        }
        assertThat(app.rows("_auth_sessions")).isEqualTo(before);
    }

    @Test
    void wrongTokens_areRefusedEverywhere_neverAnonymous() {
        String bad = "pylon_" + "0".repeat(64);
        for (String token : List.of(bad, "garbage", "pk.key_1.2", "pk.", "a.b.c", "pylon_")) {
            assertThat(app.get("/api/auth/me", token).status()).as(token).isEqualTo(401);
            assertThat(app.get("/api/entities/Note", token).status()).as(token).isEqualTo(401);
            assertThat(app.post("/api/auth/guest", token, "{}").status())
                    .as(token)
                    .isEqualTo(401);
            assertThat(app.get("/api/auth/providers", token).status()).as(token).isEqualTo(401);
        }
    }

    @Test
    void refresh_givesANewToken_andKillsTheOldOneAtOnce() {
        String old = app.mint("refresher");
        Answer renewed = app.post("/api/auth/refresh", old, "{}");
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.json()).containsOnlyKeys("token", "user_id", "expires_at");
        assertThat(app.get("/api/auth/me", old).status()).isEqualTo(401);
        assertThat(app.get("/api/auth/me", renewed.text("token")).text("user_id"))
                .isEqualTo("refresher");

        // The old token again, as from another tab: the same successor. What comes later is in RefreshGraceTest.
        Answer reused = app.post("/api/auth/refresh", old, "{}");
        assertThat(reused.text("token")).isEqualTo(renewed.text("token"));
        assertThat(app.get("/api/auth/me", renewed.text("token")).status()).isEqualTo(200);
        assertThat(app.post("/api/auth/refresh", null, "{}").status()).isEqualTo(401);
    }

    @Test
    void sessions_areListedWithoutTokens_andEndedOneByOneOrAll() {
        String first = app.mint("lister");
        String second = app.mint("lister");
        String foreign = app.mint("somebody-else");
        List<Map<String, Object>> sessions =
                app.get("/api/auth/sessions", first).list();
        assertThat(sessions).hasSize(2).allSatisfy(session -> {
            assertThat(session).containsEntry("user_id", "lister");
            assertThat(session.toString()).doesNotContain(first).doesNotContain(second);
        });
        String foreignId =
                (String) app.get("/api/auth/sessions", foreign).list().get(0).get("id");
        assertThat(app.send("DELETE", "/api/auth/sessions/" + foreignId, first, null)
                        .status())
                .isEqualTo(404);
        assertThat(app.get("/api/auth/me", foreign).status()).isEqualTo(200);
        String secondId = (String) sessions.stream()
                .filter(s -> Boolean.FALSE.equals(s.get("current")))
                .findFirst()
                .orElseThrow()
                .get("id");
        assertThat(app.send("DELETE", "/api/auth/sessions/" + secondId, first, null)
                        .status())
                .isEqualTo(200);
        assertThat(app.get("/api/auth/me", second).status()).isEqualTo(401);
        Answer all = app.send("DELETE", "/api/auth/sessions", first, null);
        assertThat(all.json()).containsEntry("revoked", 1L);
        assertThat(app.get("/api/auth/me", first).status()).isEqualTo(401);
        assertThat(app.get("/api/auth/sessions", null).status()).isEqualTo(401);
    }

    @Test
    void signingOut_endsTheSession_andADeadOneIsNoError() {
        String token = app.mint("leaver");
        assertThat(app.send("DELETE", "/api/auth/session", token, null).body()).isEqualTo("{\"revoked\":true}");
        assertThat(app.get("/api/auth/me", token).status()).isEqualTo(401);
        assertThat(app.send("DELETE", "/api/auth/session", token, null).status())
                .isEqualTo(200);
    }

    @Test
    void cookies_carryASession_andAStaleOneDoesNotKeepFromSigningIn() {
        String origin = "http://127.0.0.1:" + app.lynchet.port();
        Answer guest = app.send("POST", "/api/auth/guest", null, "{}", "Origin", origin);
        String cookie = guest.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("people_session=pylon_")
                .contains("; HttpOnly")
                .contains("; SameSite=Lax")
                .contains("; Secure");
        String value = cookie.substring(0, cookie.indexOf(';'));
        assertThat(app.send("GET", "/api/auth/me", null, null, "Cookie", "a=b; " + value)
                        .text("user_id"))
                .isEqualTo(guest.text("user_id"));
        // A page of another site can't use it.
        Answer foreign = app.send(
                "POST",
                "/api/entities/Note",
                null,
                "{\"text\":\"x\"}",
                "Cookie",
                value,
                "Origin",
                "https://evil.example");
        assertThat(foreign.code()).isEqualTo("CSRF_REJECTED");
        String stale = "people_session=pylon_" + "1".repeat(64);
        assertThat(app.send("GET", "/api/auth/me", null, null, "Cookie", stale).status())
                .isEqualTo(401);
        assertThat(app.send("POST", "/api/auth/guest", null, "{}", "Cookie", stale)
                        .status())
                .isEqualTo(201);
        assertThat(app.send("GET", "/health", null, null, "Cookie", stale).status())
                .isEqualTo(200);
    }

    @Test
    void apiKey_actsForItsUser_withinItsScopes_untilItIsDeleted() {
        Account person = account("keys@example.org");
        String session = app.mint(person.id());
        Answer made = app.post("/api/auth/api-keys", session, "{\"name\":\"k1\",\"scopes\":[\"read\"]}");
        assertThat(made.status()).isEqualTo(200);
        String key = made.text("key");
        assertThat(key).startsWith("pk.key_");
        assertThat(app.get("/api/auth/me", key).text("user_id")).isEqualTo(person.id());
        Answer write = app.post("/api/entities/Note", key, "{\"text\":\"x\"}");
        assertThat(write.code()).isEqualTo("SCOPE_MISSING");
        assertThat(app.post("/api/auth/api-keys", key, "{\"name\":\"k2\"}").status())
                .isEqualTo(403);
        assertThat(app.get("/api/auth/api-keys", key).code()).isEqualTo("API_KEY_AUTH_FORBIDDEN");
        assertThat(app.get("/api/auth/me", key.substring(0, key.length() - 1) + "x")
                        .status())
                .isEqualTo(401);
        assertThat(app.get("/api/auth/api-keys", session).body()).contains("k1").doesNotContain(key);
        assertThat(app.send("DELETE", "/api/auth/api-keys/" + made.text("id"), session, null)
                        .status())
                .isEqualTo(200);
        assertThat(app.get("/api/auth/me", key).status()).isEqualTo(401);
    }

    @Test
    void roles_countFromTheNextRequestOn() {
        Account person = account("roles@example.org");
        String token = app.mint(person.id());
        app.post("/api/entities/Note", app.mint("author"), "{\"text\":\"of the author\"}");
        assertThat(app.count("Note", token)).isZero();
        String path = "/api/auth/users/" + person.id() + "/roles";
        assertThat(app.send("PUT", path, token, "{\"roles\":[\"editor\"]}").status())
                .isEqualTo(403);
        assertThat(app.send("PUT", path, AuthApp.ADMIN, "{\"roles\":[\"editor\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(app.count("Note", token)).isPositive();
        assertThat(app.send("PUT", path, AuthApp.ADMIN, "{\"roles\":[]}").status())
                .isEqualTo(200);
        assertThat(app.count("Note", token)).isZero();
        assertThat(app.send("PUT", path, AuthApp.ADMIN, "{\"roles\":[\"a b\"]}").status())
                .isEqualTo(400);
        assertThat(app.send("PUT", "/api/auth/users/nobody/roles", AuthApp.ADMIN, "{\"roles\":[]}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void deletedAccount_isGoneWithEverythingThatSignsItIn() {
        Account person = account("gone@example.org");
        String token = app.mint(person.id());
        String key = app.post("/api/auth/api-keys", token, "{\"name\":\"k\"}").text("key");
        assertThat(app.send("DELETE", "/api/auth/account", key, null).status()).isEqualTo(403);
        assertThat(app.send("DELETE", "/api/auth/account", token, null).status())
                .isEqualTo(200);
        assertThat(app.get("/api/auth/me", token).status()).isEqualTo(401);
        assertThat(app.get("/api/auth/me", key).status()).isEqualTo(401);
        assertThat(app.lynchet.service(Accounts.class).byId(person.id())).isEmpty();
        assertThat(app.get("/api/entities/User/" + person.id(), AuthApp.ADMIN).status())
                .isEqualTo(404);
    }

    @Test
    void deletedAccount_thatRowsOfOthersReferTo_isGone_andItsRowIsEmptied() {
        Account person = account("pinned@example.org");
        String note = "{\"about\":\"" + person.id() + "\"}";
        assertThat(app.post("/api/entities/Praise", AuthApp.ADMIN, note).status())
                .isEqualTo(201);
        assertThat(app.post("/api/entities/Mention", AuthApp.ADMIN, note).status())
                .isEqualTo(201);
        Answer deleted = app.send("DELETE", "/api/auth/account", app.mint(person.id()), null);
        assertThat(deleted.body()).isEqualTo("{\"deleted\":true}");
        Answer row = app.get("/api/entities/User/" + person.id(), AuthApp.ADMIN);
        assertThat(row.status()).isEqualTo(200);
        assertThat(row.body()).doesNotContain("pinned@example.org");
        assertThat(app.get("/api/entities/Mention", AuthApp.ADMIN).body()).doesNotContain(person.id());
        assertThat(app.lynchet.service(Accounts.class).byEmail("pinned@example.org"))
                .isEmpty();
    }

    @Test
    void provenAddress_putsOut_whoeverHadTheAccountBefore() {
        Accounts accounts = app.lynchet.service(Accounts.class);
        Account squatted = accounts.create(new NewAccount("owner@example.org", false, null, null));
        String session = app.mint(squatted.id());
        String key = app.post("/api/auth/api-keys", session, "{\"name\":\"k\"}").text("key");
        assertThat(app.get("/api/auth/me", key).status()).isEqualTo(200);
        accounts.emailVerified(squatted.id(), "owner@example.org");
        assertThat(app.get("/api/auth/me", session).status()).isEqualTo(401);
        assertThat(app.get("/api/auth/me", key).status()).isEqualTo(401);
        String own = app.mint(squatted.id());
        accounts.emailVerified(squatted.id(), "owner@example.org");
        assertThat(app.get("/api/auth/me", own).status()).isEqualTo(200);
    }

    @Test
    void restart_endsNoSession_alsoWhenTheStoreComesBeforeTheBundleOfSessions() throws IOException {
        String token;
        try (AuthApp first = new AuthApp(folder.resolve("restarted"), false)) {
            token = first.mint("stayer");
        }
        // Without the bundle whose entities these are, their rows are kept.
        try (Lynchet without = Lynchet.open(folder.resolve("restarted"), folder.resolve("restarted/data"))
                .features("kernel", "store-sqlite")
                .start()) {
            assertThat(without.data().app().schema().entityOrNull("_auth_sessions"))
                    .isNotNull();
        }
        try (AuthApp again = new AuthApp(folder.resolve("restarted"), false)) {
            assertThat(again.get("/api/auth/me", token).text("user_id")).isEqualTo("stayer");
        }
    }

    @Test
    void audit_tellsAdminsWhatHappened_andNobodyElse() {
        app.mint("audited");
        Await.until(
                "the entry",
                () -> app.get("/api/auth/audit?user=audited", AuthApp.ADMIN)
                        .body()
                        .contains("sign_in"));
        assertThat(app.get("/api/auth/audit", app.mint("curious")).status()).isEqualTo(403);
        assertThat(app.get("/api/auth/audit?limit=0", AuthApp.ADMIN).status()).isEqualTo(400);
    }

    @Test
    void systemEntities_areNotThereForAnybody() {
        for (String token : new String[] {null, AuthApp.ADMIN}) {
            assertThat(app.get("/api/entities/_auth_sessions", token).status()).isEqualTo(404);
            assertThat(app.post("/api/query/_auth_sessions", token, "{}").status())
                    .isEqualTo(404);
        }
        assertThat(app.get("/api/export", AuthApp.ADMIN).body()).doesNotContain("_auth_");
    }
}
