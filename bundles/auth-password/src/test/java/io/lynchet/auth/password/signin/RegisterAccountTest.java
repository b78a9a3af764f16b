// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.auth.Account;
import io.lynchet.auth.password.credential.PasswordHasher;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterAccountTest {
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
    void register_withNewAddress_makesAnUnverifiedAccountAndSignsIn() {
        String answer =
                scene.send("register", "{'email':'Ada@Example.org','password':'an honest secret','displayName':'Ada'}");
        Account account = scene.accounts.all().get(0);
        assertThat(account.email()).isEqualTo(PasswordScene.EMAIL);
        assertThat(account.emailVerified()).isFalse();
        assertThat(account.displayName()).isEqualTo("Ada");
        assertThat(answer)
                .startsWith("{\"token\":\"pylon_")
                .contains("\"user_id\":\"" + account.id() + "\"", "\"expires_at\":\"")
                .endsWith(",\"verification_email_sent\":true}");
        assertThat(scene.sessions.open()).singleElement().satisfies(session -> {
            assertThat(session.userId()).isEqualTo(account.id());
            assertThat(session.method()).isEqualTo("password");
        });
        assertThat(scene.audit.events()).containsExactly("account_created");
    }

    @Test
    void register_keepsAHashThatHidesThePassword() {
        scene.registered();
        assertThat(scene.stored(PasswordSchema.PASSWORDS)).singleElement().satisfies(row -> {
            assertThat((String) row.get("hash")).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
            assertThat(row.toString()).doesNotContain(PasswordScene.PASSWORD);
        });
    }

    @Test
    void register_withTakenAddress_isRefusedAfterTheSameWork() {
        long start = scene.hashes();
        scene.registered();
        long forNew = scene.hashes() - start;
        LynchetException error =
                scene.refused("register", "{'email':'ADA@example.org','password':'quite another one'}");
        assertThat(error.code()).isEqualTo(ErrorCode.EMAIL_TAKEN);
        assertThat(scene.hashes() - start - forNew).isEqualTo(forNew).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "ninechars",
                "password123",
                "PassWord1234",
                "aaaaaaaaaaaa",
                "abababababab",
                "Ada.Lovelace@Example.org",
                "ada.lovelace"
            })
    void register_withWeakPassword_isRefused(String password) {
        LynchetException error =
                scene.refused("register", "{'email':'ada.lovelace@example.org','password':'" + password + "'}");
        assertThat(error.code()).isEqualTo(ErrorCode.WEAK_PASSWORD);
        assertThat(error.problems()).extracting(Problem::path).containsExactly("$.password");
        assertThat(error.getMessage()).doesNotContainIgnoringCase(password);
    }

    @Test
    void register_withTenCharactersBeyondTheBasicPlane_countsCharactersNotHalves() {
        String five = "😀😁😂😃😄";
        assertThat(scene.refused("register", "{'email':'a@b.c','password':'" + five + "'}")
                        .code())
                .isEqualTo(ErrorCode.WEAK_PASSWORD);
        scene.send("register", "{'email':'a@b.c','password':'" + five + five + "'}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[] | INVALID_DATA",
                "null | INVALID_DATA",
                "{'email':'a@b.c' | INVALID_JSON",
                "{'password':'an honest secret'} | MISSING_EMAIL",
                "{'email':'','password':'an honest secret'} | MISSING_EMAIL",
                "{'email':null,'password':'an honest secret'} | MISSING_EMAIL",
                "{'email':7,'password':'an honest secret'} | INVALID_DATA",
                "{'email':['a@b.c'],'password':'an honest secret'} | INVALID_DATA",
                "{'email':'nobody','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'@b.c','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a b@b.c','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@b.c\\r\\nBcc: x@y.z','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@b.c\\u2028x','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@b.c\\u0000','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@b.c'} | INVALID_DATA",
                "{'email':'a@b.c','password':1234567890} | INVALID_DATA",
                "{'email':'a@b.c','password':null} | INVALID_DATA",
                "{'email':'a@b.c','password':'an honest secret','displayName':{}} | INVALID_DATA",
                "{'email':'a@b.c','password':'an honest secret','displayName':'a\\nb'} | INVALID_DATA",
                "{'email':'a@b.c','password':'an honest secret','displayName':'a\\r\\nBcc: x@y.z'} | INVALID_DATA",
                "{'email':'a@b.c','password':'an honest secret','displayName':'a\\u2028b'} | INVALID_DATA",
                "{'email':'a@b.c','password':'an honest secret','displayName':'a\\u0085b'} | INVALID_DATA",
                "{'email':'a@b.c','password':'an honest secret','displayName':'a\\u0000b'} | INVALID_DATA",
                "{'email':'a@b.c%0aBcc:\\tx','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@b.c\\u0085Bcc:x','password':'an honest secret'} | INVALID_EMAIL",
                "{'email':'a@b.c','password':'an honest secret','roles':['admin']} | INVALID_DATA",
                "{'email':'a@b.c','password':'an honest secret','emailVerified':true} | INVALID_DATA"
            })
    void register_withHostileBody_isRefused(String body, ErrorCode code) {
        assertThat(scene.refused("register", body).code()).isEqualTo(code);
        assertThat(scene.hashes()).isZero();
    }

    @Test
    void register_withLongFields_namesEachOfThem() {
        LynchetException error = scene.refused(
                "register",
                "{'email':'" + "a".repeat(251) + "@b.c','password':'" + "x".repeat(1_001) + "','displayName':'"
                        + "n".repeat(201) + "'}");
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(error.problems())
                .extracting(Problem::path)
                .containsExactly("$.email", "$.password", "$.displayName");
    }

    @Test
    void register_withThousandCharacters_isFineForLoginToo() {
        String longest = "correct horse ".repeat(71) + "staple";
        assertThat(longest).hasSize(1_000);
        scene.send("register", "{'email':'ada@example.org','password':'" + longest + "'}");
        scene.send("login", PasswordScene.login(longest));
        assertThat(scene.refused("login", PasswordScene.login(longest.substring(0, 999)))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void register_moreThanTenTimesAnHour_isLimitedForThatAddressOnly() {
        for (int i = 0; i < 10; i++) {
            scene.send("register", "{'email':'u" + i + "@b.c','password':'an honest secret'}");
        }
        String next = "{'email':'next@b.c','password':'an honest secret'}";
        LynchetException error = scene.refused("register", next);
        assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(error.retryAfterSeconds()).hasValue(3_600);
        scene.send("register", PasswordScene.request("register", next).from("192.0.2.2"));
        scene.attempts.advance(Duration.ofHours(1));
        scene.send("register", "{'email':'later@b.c','password':'an honest secret'}");
    }

    @Test
    void register_whenTheTableIsGone_takesTheAccountBack() {
        scene.services.data.unbind(scene.app.service());
        scene.services.data.bind(new ClosedData());
        LynchetException error = scene.refused("register", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(error.code()).isEqualTo(ErrorCode.STORE_FULL);
        assertThat(scene.accounts.all()).isEmpty();
        assertThat(scene.audit.events()).isEmpty();
    }

    @Test
    void register_whenTooManyHashesRun_isRefused() {
        scene.hasher(new PasswordHasher(PasswordScene.CHEAP, 0, 1));
        LynchetException error = scene.refused("register", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(error.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(error.retryAfterSeconds()).isPresent();
    }

    @Test
    void register_fromABrowser_setsACookie() throws Exception {
        FakeRequest browser = PasswordScene.request("register", PasswordScene.login(PasswordScene.PASSWORD))
                .with("Origin", "https://a.b");
        assertThat(scene.route("register").handle(browser).headers())
                .extracting(header -> header.name())
                .containsExactly("Set-Cookie");
    }
}
