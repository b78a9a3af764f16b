// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Mailer;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetPasswordTest {
    private static final String REQUEST = "{'email':'Ada@example.org'}";

    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(folder);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private static String complete(String token) {
        return "{'token':'" + token + "','new_password':'quite another one'}";
    }

    private String mailedToken() {
        Await.until("the mail", () -> !scene.outbox.mails().isEmpty());
        Matcher matcher =
                Pattern.compile("[0-9a-f]{64}").matcher(scene.outbox.last().text());
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    @Test
    void request_ofAnAccount_mailsATokenThatSetsAPasswordOnce() {
        Account account = scene.registered();
        scene.send("login", Scene.login(Scene.PASSWORD));
        assertThat(scene.send("reset/request", REQUEST)).isEqualTo("{\"sent\":true}");
        String token = mailedToken();
        assertThat(scene.outbox.last().to()).isEqualTo(Scene.EMAIL);
        assertThat(scene.stored(PasswordSchema.RESETS))
                .singleElement()
                .satisfies(row -> assertThat(row.toString()).doesNotContain(token));

        String answer = scene.send("reset/complete", complete(token));
        assertThat(answer).contains("\"token\":\"pylon_", "\"user_id\":\"" + account.id() + "\"");
        assertThat(scene.sessions.open())
                .as("only the new session")
                .containsExactly(scene.sessions.opened().get(2));
        assertThat(scene.accounts.byId(account.id()).orElseThrow().emailVerified())
                .isTrue();
        assertThat(scene.audit.events()).endsWith("password_reset");
        assertThat(scene.stored(PasswordSchema.RESETS)).isEmpty();
        assertThat(scene.refused("reset/complete", complete(token)).code()).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.refused("login", Scene.login(Scene.PASSWORD)).code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        scene.send("login", Scene.login(Scene.OTHER_PASSWORD));
    }

    @Test
    void request_ofNobody_isTheSameAnswerAndChangesNothing() {
        List<Object> before = scene.world();
        assertThat(scene.send("reset/request", "{'email':'nobody@example.org'}"))
                .isEqualTo("{\"sent\":true}");
        scene.mails.close();
        assertThat(scene.world()).isEqualTo(before);
        assertThat(scene.stored(PasswordSchema.RESETS)).isEmpty();
    }

    @Test
    void request_touchesNeitherAccountsNorTablesBeforeItAnswers() throws Exception {
        scene.registered();
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Mailer slow = mail -> {
            held.countDown();
            await(hold);
        };
        scene.services.mailer.unbind(scene.outbox);
        scene.services.mailer.bind(slow);
        scene.send("reset/request", REQUEST);
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        long head = scene.app.head();
        scene.accounts.failWith(new IllegalStateException("asked for an account"));
        for (String email : new String[] {Scene.EMAIL, "nobody@example.org"}) {
            scene.send("reset/request", "{'email':'" + email + "'}");
        }
        assertThat(scene.app.head()).isEqualTo(head);
        scene.accounts.failWith(null);
        hold.countDown();
    }

    @Test
    void request_whenTooManyMailsWait_isRefusedForAccountsAndStrangersAlike() throws Exception {
        scene.registered();
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        scene.services.mailer.unbind(scene.outbox);
        scene.services.mailer.bind(mail -> {
            held.countDown();
            await(hold);
        });
        scene.mails.close();
        scene.mails = new ResetMails(scene.services, scene.resets, "", 1);
        scene.send("reset/request", REQUEST);
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        scene.send("reset/request", REQUEST);
        assertThat(scene.refused("reset/request", REQUEST).code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(scene.refused("reset/request", "{'email':'nobody@example.org'}")
                        .code())
                .isEqualTo(ErrorCode.OVERLOADED);
        hold.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void request_whenTheMailServerFails_isAnsweredAllTheSame() {
        scene.registered();
        scene.outbox.failWith(ErrorCode.MAIL_FAILED);
        assertThat(scene.send("reset/request", REQUEST)).isEqualTo("{\"sent\":true}");
        Await.until("the refusal", () -> scene.outbox.refused() == 1);
        scene.outbox.failWith(null);
        scene.send("reset/request", REQUEST);
        mailedToken();
    }

    @Test
    void request_withoutAMailer_saysSo_whetherThereIsAnAccountOrNot() {
        scene.registered();
        scene.services.mailer.unbind(scene.outbox);
        for (String email : new String[] {REQUEST, "{'email':'nobody@example.org'}"}) {
            assertThat(scene.refused("reset/request", email).code()).isEqualTo(ErrorCode.MAIL_NOT_CONFIGURED);
        }
    }

    @Test
    void request_inDevelopment_answersTheToken() {
        scene.registered();
        scene.dev();
        scene.services.mailer.unbind(scene.outbox);
        String answer = scene.send("reset/request", REQUEST);
        Matcher matcher = Pattern.compile("\\{\"sent\":true,\"dev_token\":\"([0-9a-f]{64})\"}")
                .matcher(answer);
        assertThat(matcher.matches()).isTrue();
        scene.send("reset/complete", complete(matcher.group(1)));
        assertThat(scene.send("reset/request", "{'email':'nobody@example.org'}"))
                .isEqualTo("{\"sent\":true}");
    }

    @Test
    void request_withAPage_mailsALink() {
        scene.registered();
        scene.mails.close();
        scene.mails = new ResetMails(scene.services, scene.resets, "https://app.example.org/reset#{token}", 10);
        scene.send("reset/request", REQUEST);
        String token = mailedToken();
        assertThat(scene.outbox.last().text()).contains("https://app.example.org/reset#" + token + "\n");
    }

    @Test
    void request_isLimitedForTheAccountAndForTheAddress() {
        for (int i = 0; i < 3; i++) {
            scene.send("reset/request", Scene.request("reset/request", REQUEST).from("203.0.113." + i));
        }
        LynchetException account = scene.refused(
                "reset/request", Scene.request("reset/request", REQUEST).from("203.0.113.9"));
        assertThat(account.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        for (int i = 0; i < 5; i++) {
            scene.send("reset/request", "{'email':'u" + i + "@b.c'}");
        }
        assertThat(scene.refused("reset/request", "{'email':'next@b.c'}").code())
                .isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @Test
    void request_withHostileBody_isRefused() {
        assertThat(scene.refused("reset/request", "{'email':'a@b.c\\nBcc: x@y.z'}")
                        .code())
                .isEqualTo(ErrorCode.INVALID_EMAIL);
        assertThat(scene.refused("reset/request", "{'email':'a@b.c','dev':true}")
                        .code())
                .isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(scene.refused("reset/request", "{}").code()).isEqualTo(ErrorCode.MISSING_EMAIL);
        assertThat(scene.refused("reset/request", "{'email':{'$ne':null}}").code())
                .isEqualTo(ErrorCode.INVALID_DATA);
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
        scene.send("login", Scene.login(Scene.PASSWORD));
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
        scene.send("login", Scene.login(Scene.PASSWORD));
        scene.accounts.emailConfirmed(account.id(), scene.newest().id(), "new@example.org");
        assertThat(scene.stored(PasswordSchema.RESETS)).hasSize(1);
        assertThat(scene.refused("reset/complete", complete(token)).code()).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void complete_ofAnUnprovenAccount_endsAllThatItsMakerHad() {
        Account account = scene.registered();
        scene.send("login", Scene.login(Scene.PASSWORD));
        FakeRequest makers = Scene.request("email/send-verification", "{}")
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
        assertThat(scene.refused("login", Scene.login(Scene.PASSWORD)).code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        scene.send("login", Scene.login(Scene.OTHER_PASSWORD));
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
        assertThat(scene.refused("login", Scene.login(Scene.OTHER_PASSWORD)).code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(scene.refused("reset/complete", complete(token)).code()).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void requestAndComplete_ofAStranger_areTheSameWorkAsOfAnAccount() {
        scene.registered();
        long before = scene.hashes();
        scene.send("reset/request", REQUEST);
        long known = scene.hashes() - before;
        scene.send("reset/request", "{'email':'nobody@example.org'}");
        assertThat(scene.hashes() - before - known).isEqualTo(known).isZero();
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
        Account account = scene.accounts.add(Scene.EMAIL, true);
        scene.send("reset/complete", complete(scene.resetToken(account)));
        scene.send("login", Scene.login(Scene.OTHER_PASSWORD));
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
