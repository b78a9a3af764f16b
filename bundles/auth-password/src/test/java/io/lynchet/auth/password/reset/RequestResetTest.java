// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.reset;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Mailer;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.auth.password.signin.PasswordScene;
import io.lynchet.testkit.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestResetTest {
    private static final String REQUEST = "{'email':'Ada@example.org'}";

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
        scene.send("login", PasswordScene.login(PasswordScene.PASSWORD));
        assertThat(scene.send("reset/request", REQUEST)).isEqualTo("{\"sent\":true}");
        String token = mailedToken();
        assertThat(scene.outbox.last().to()).isEqualTo(PasswordScene.EMAIL);
        assertThat(scene.stored(PasswordSchema.RESETS))
                .singleElement()
                .satisfies(row -> assertThat(row.toString()).doesNotContain(token));

        String answer = scene.send("reset/complete", CompleteResetTest.complete(token));
        assertThat(answer).contains("\"token\":\"pylon_", "\"user_id\":\"" + account.id() + "\"");
        assertThat(scene.sessions.open())
                .as("only the new session")
                .containsExactly(scene.sessions.opened().get(2));
        assertThat(scene.accounts.byId(account.id()).orElseThrow().emailVerified())
                .isTrue();
        assertThat(scene.audit.events()).endsWith("password_reset");
        assertThat(scene.stored(PasswordSchema.RESETS)).isEmpty();
        assertThat(scene.refused("reset/complete", CompleteResetTest.complete(token))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(scene.refused("login", PasswordScene.login(PasswordScene.PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        scene.send("login", PasswordScene.login(PasswordScene.OTHER_PASSWORD));
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
        for (String email : new String[] {PasswordScene.EMAIL, "nobody@example.org"}) {
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
        scene.send("reset/complete", CompleteResetTest.complete(matcher.group(1)));
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
            scene.send(
                    "reset/request",
                    PasswordScene.request("reset/request", REQUEST).from("203.0.113." + i));
        }
        LynchetException account = scene.refused(
                "reset/request", PasswordScene.request("reset/request", REQUEST).from("203.0.113.9"));
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
    void requestAndComplete_ofAStranger_areTheSameWorkAsOfAnAccount() {
        scene.registered();
        long before = scene.hashes();
        scene.send("reset/request", REQUEST);
        long known = scene.hashes() - before;
        scene.send("reset/request", "{'email':'nobody@example.org'}");
        assertThat(scene.hashes() - before - known).isEqualTo(known).isZero();
    }
}
