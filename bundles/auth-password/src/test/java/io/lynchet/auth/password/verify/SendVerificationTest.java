// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Mailer;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.auth.password.signin.PasswordScene;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendVerificationTest {
    private static final String PATH = "email/send-verification";
    private static final String SENT = "{\"sent\":true,\"email\":\"ada@example.org\"}";

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

    private FakeRequest by(Account account) {
        return PasswordScene.request(PATH, "{}").session(account.id(), "session-1");
    }

    /** A minute later, so that the pause between two codes is over. */
    private FakeRequest later(Account account) {
        scene.advance(Duration.ofMinutes(1));
        return by(account);
    }

    @Test
    void register_mailsACode_thatIsStoredAsADigest() {
        String answer = scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(answer).endsWith(",\"verification_email_sent\":true}").doesNotContain("dev_code");
        Mailer.Mail mail = scene.outbox.last();
        assertThat(mail.to()).isEqualTo(PasswordScene.EMAIL);
        assertThat(mail.subject()).isEqualTo("Confirm your address");
        assertThat(mail.text()).contains("an account of test with this address", "don't share the code");
        String code = scene.mailedCode();
        assertThat(scene.stored(PasswordSchema.VERIFICATIONS))
                .singleElement()
                .satisfies(row ->
                        assertThat((String) row.get("codeHash")).hasSize(64).isNotEqualTo(code));
        assertThat(scene.audit.events()).containsExactly("account_created");
    }

    @Test
    void register_withoutMailer_saysThatNoneWasSent() {
        scene.services.mailer.unbind(scene.outbox);
        String answer = scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(answer).endsWith(",\"verification_email_sent\":false}");
        assertThat(scene.stored(PasswordSchema.VERIFICATIONS)).isEmpty();
    }

    @Test
    void register_whenTheMailServerFails_signsInAndSaysThatNoneWasSent() {
        scene.outbox.failWith(ErrorCode.MAIL_FAILED);
        String answer = scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(answer).endsWith(",\"verification_email_sent\":false}");
        assertThat(scene.counts()).containsEntry("sessions", 1).containsEntry("verifications", 0);
    }

    @Test
    void register_inDevelopmentWithoutMailer_answersTheCode() {
        scene.dev();
        scene.services.mailer.unbind(scene.outbox);
        String answer = scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        Matcher matcher = Pattern.compile(".*,\"verification_email_sent\":false,\"dev_code\":\"([0-9]{6})\"}")
                .matcher(answer);
        assertThat(matcher.matches()).as(answer).isTrue();
        Account account = scene.accounts.all().get(0);
        FakeRequest verify = PasswordScene.request("email/verify", "{'code':' " + matcher.group(1) + " '}")
                .session(account.id(), scene.newest().id());
        scene.send("email/verify", verify);
        assertThat(scene.accounts.byId(account.id()).orElseThrow().emailVerified())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:5173", "https://evil.example", "null"})
    void codes_inDevelopment_areShownToOwnPagesOnly(String origin) {
        scene.dev();
        boolean own = origin.equals("http://localhost:5173");
        FakeRequest register = PasswordScene.request("register", PasswordScene.login(PasswordScene.PASSWORD))
                .with("Origin", origin);
        assertThat(scene.send("register", register).contains("dev_code")).isEqualTo(own);
        scene.advance(Duration.ofMinutes(2));
        Account account = scene.accounts.all().get(0);
        assertThat(scene.send(PATH, by(account).with("Origin", origin)).contains("dev_code"))
                .isEqualTo(own);
        FakeRequest reset = PasswordScene.request("reset/request", "{'email':'" + PasswordScene.EMAIL + "'}")
                .with("Origin", origin);
        assertThat(scene.send("reset/request", reset).contains("dev_token")).isEqualTo(own);
    }

    @Test
    void send_mailsANewCode_andTheOldOneIsDead() {
        scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        Account account = scene.accounts.all().get(0);
        String first = scene.mailedCode();
        assertThat(scene.send(PATH, later(account))).isEqualTo(SENT);
        assertThat(scene.outbox.mails()).hasSize(2);
        assertThat(scene.audit.events()).containsExactly("account_created", "verification_sent");
        String second = scene.mailedCode();
        if (!first.equals(second)) {
            FakeRequest old = PasswordScene.request("email/verify", "{'code':'" + first + "'}")
                    .session(account.id(), "session-1");
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    LynchetException.class, () -> scene.send("email/verify", old))
                            .code())
                    .isEqualTo(ErrorCode.INVALID_CODE);
        }
    }

    @Test
    void send_withinAMinute_isRefusedAndTheCodeStays() {
        scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        Account account = scene.accounts.all().get(0);
        scene.advance(Duration.ofSeconds(20));
        LynchetException error = scene.refused(PATH, by(account));
        assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(error.retryAfterSeconds()).hasValue(40);
        assertThat(scene.audit.events()).containsExactly("account_created");
    }

    @Test
    void send_tooOften_isLimitedForTheAddressAlsoOfANewAccount() {
        Account account = scene.registered();
        for (int i = 0; i < 5; i++) {
            scene.send(PATH, later(account).from("203.0.113." + i));
        }
        assertThat(scene.refused(PATH, later(account)).code()).isEqualTo(ErrorCode.RATE_LIMITED);
        scene.attempts.advance(Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            scene.send(PATH, later(account).from("203.0.113." + i));
        }
        scene.attempts.advance(Duration.ofHours(1));
        assertThat(scene.refused(PATH, later(account)).code()).isEqualTo(ErrorCode.RATE_LIMITED);
        scene.accounts.delete(account.id());
        String answer = scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(answer).contains("\"verification_email_sent\":false");
        scene.attempts.advance(Duration.ofDays(1));
        scene.send(PATH, later(scene.accounts.all().get(0)));
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL_FAILED", "RECIPIENT_REFUSED"})
    void send_whenTheMailServerFails_isRefusedAndMayBeRepeatedAtOnce(ErrorCode failure) {
        Account account = scene.registered();
        scene.outbox.failWith(failure);
        LynchetException error = org.assertj.core.api.Assertions.catchThrowableOfType(
                LynchetException.class, () -> scene.send(PATH, by(account)));
        assertThat(error.code()).isEqualTo(failure);
        assertThat(scene.route(PATH).info().answers().failures()).contains(failure);
        assertThat(scene.stored(PasswordSchema.VERIFICATIONS)).isEmpty();
        assertThat(scene.audit.events()).containsExactly("account_created");
        scene.outbox.failWith(null);
        assertThat(scene.send(PATH, by(account))).isEqualTo(SENT);
    }

    @Test
    void send_withoutMailer_isUnavailable() {
        Account account = scene.registered();
        scene.services.mailer.unbind(scene.outbox);
        assertThat(scene.refused(PATH, by(account)).code()).isEqualTo(ErrorCode.MAIL_NOT_CONFIGURED);
    }

    @Test
    void send_toAnAccountWithoutAddress_isRefused() {
        Account account = scene.accounts.add(null, false);
        assertThat(scene.refused(PATH, by(account)).code()).isEqualTo(ErrorCode.MISSING_EMAIL);
    }

    @Test
    void send_ofAnAccountThatIsGone_isRefused() {
        Account account = scene.registered();
        scene.accounts.delete(account.id());
        assertThat(scene.refused(PATH, by(account)).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void send_toAnAddressOfTheRequest_isRefused() {
        Account account = scene.registered();
        FakeRequest other =
                PasswordScene.request(PATH, "{'email':'victim@example.org'}").session(account.id(), "session-1");
        assertThat(scene.refused(PATH, other).code()).isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(scene.send(PATH, by(account).body(new byte[0]))).isEqualTo(SENT);
    }

    @Test
    void send_clearsAwayWhatHasExpired() {
        scene.send("register", "{'email':'bob@example.org','password':'an honest secret'}");
        scene.advance(Duration.ofMinutes(30));
        scene.send("register", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(scene.stored(PasswordSchema.VERIFICATIONS))
                .singleElement()
                .satisfies(row -> assertThat(row.get("email")).isEqualTo(PasswordScene.EMAIL));
    }

    @Test
    void mail_ofAnAppWithABrokenName_hasNoBrokenLines() {
        PendingVerification sent = new PendingVerification("1", 1, "a@b.c", "a@b.c", "", "", 0, null, null);
        Mailer.Mail mail = VerificationMail.code("x\r\nBcc: y@z.a\u2028" + "n".repeat(200), sent, "123456");
        assertThat(mail.subject()).isEqualTo("Confirm your address");
        assertThat(mail.text()).doesNotContain("\r", "\nBcc", "\u2028").contains("account of x Bcc: y@z.a n");
    }
}
