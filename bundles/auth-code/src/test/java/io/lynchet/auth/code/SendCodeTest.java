// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import static io.lynchet.auth.code.CodeScene.ADA;
import static io.lynchet.auth.code.CodeScene.codeIn;
import static io.lynchet.auth.code.CodeScene.json;
import static io.lynchet.auth.code.CodeScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendCodeTest {
    private CodeScene scene;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new CodeScene(folder);
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    private void refusedWithoutTrace(ErrorCode code, Runnable call) {
        CodeScene.Traces before = scene.traces();
        refusal(code, call);
        assertThat(scene.traces()).isEqualTo(before);
    }

    @Test
    void send_mailsACodeAndKeepsOnlyItsHash() {
        Response response = scene.send("{'email':' Ada@Example.ORG '}");
        assertThat(response.status()).isEqualTo(200);
        assertThat(new String(response.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"sent\":true,\"email\":\"ada@example.org\"}");
        Mailer.Mail mail = scene.outbox.last();
        assertThat(mail.to()).isEqualTo(ADA);
        assertThat(mail.subject()).isEqualTo("Sign in to shop");
        String code = codeIn(mail);
        assertThat(mail.text()).contains("sign in to shop", "10 minutes", "If you did not ask for it");
        Row row = scene.app.rows(CodeSchema.ENTITY).get(0);
        assertThat(row.id()).isEqualTo(CodeRows.id(ADA)).hasSize(64);
        assertThat(row.toString()).doesNotContain(code).doesNotContain("ada@");
        assertThat(row.get(CodeSchema.TRIES)).isEqualTo(0L);
        assertThat(scene.audit.events()).containsExactly("code_sent");
        assertThat(scene.audit.all().toString()).doesNotContain(code);
        assertThat(scene.sessions.opened()).isEmpty();
        assertThat(scene.accounts.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|MISSING_EMAIL",
                "{'email':null}|MISSING_EMAIL",
                "{'email':'  '}|MISSING_EMAIL",
                "{'email':'ada'}|INVALID_EMAIL",
                "{'email':'ada@localhost'}|INVALID_EMAIL",
                "{'email':'ada@example.org, eve@example.org'}|INVALID_EMAIL",
                "{'email':'Ada <ada@example.org>'}|INVALID_EMAIL",
                "{'email':'a..b@example.org'}|INVALID_EMAIL",
                "{'email':'ada@-example.org'}|INVALID_EMAIL",
                "{'email':'ada@example.org\\r\\nBcc: eve@example.org'}|INVALID_EMAIL",
                "{'email':'ada@example.org\\u0000'}|INVALID_EMAIL",
                "{'email':'adä@example.org'}|INVALID_EMAIL",
                "{'email':7}|INVALID_DATA",
                "{'email':'ada@example.org','x':1}|INVALID_DATA",
                "[]|INVALID_DATA",
                "{|INVALID_JSON",
            })
    void send_withABadBody_isRefusedAndNothingHappens(String body, ErrorCode code) {
        refusedWithoutTrace(code, () -> scene.send(body));
        assertThat(scene.attempts.count("magic.send", "192.0.2.1")).isZero();
    }

    @Test
    void send_toAnAddressOf255Characters_isRefused() {
        String label = "a".repeat(60) + ".";
        String email = "ada@" + label.repeat(4) + "abcdefg";
        assertThat(email).hasSize(255);
        refusedWithoutTrace(ErrorCode.INVALID_EMAIL, () -> scene.send("{'email':'" + email + "'}"));
        String longest = email.substring(1);
        refusedWithoutTrace(ErrorCode.INVALID_EMAIL, () -> scene.send("{'email':' " + longest + "'}"));
        scene.send("{'email':'" + longest + "'}");
    }

    @Test
    void send_withinAMinuteToTheSameAddress_isRefusedAndSaysHowLong() {
        String code = scene.sentCode();
        scene.clock.advance(Duration.ofMillis(59_500));
        CodeScene.Traces before = scene.traces();
        LynchetException refused =
                refusal(ErrorCode.RATE_LIMITED, () -> scene.sendAs("{'email':'ADA@example.org'}", false, "192.0.2.9"));
        assertThat(refused.retryAfterSeconds()).hasValue(1);
        assertThat(scene.traces()).isEqualTo(before);
        scene.send("{'email':'bob@example.org'}");
        // The code that is on its way is not harmed.
        assertThat(scene.verify(ADA, code).status()).isEqualTo(200);
    }

    @Test
    void send_afterAMinute_replacesTheCodeAndItsTries() {
        String first = scene.sentCode();
        refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, CodeScene.wrong(first)));
        scene.clock.advance(Duration.ofSeconds(60));
        String second = scene.sentCode();
        assertThat(scene.app.rows(CodeSchema.ENTITY)).hasSize(1);
        assertThat(scene.app.rows(CodeSchema.ENTITY).get(0).get(CodeSchema.TRIES))
                .isEqualTo(0L);
        if (!first.equals(second)) {
            refusal(ErrorCode.INVALID_CODE, () -> scene.verify(ADA, first));
        }
        assertThat(scene.verify(ADA, second).status()).isEqualTo(200);
    }

    @Test
    void send_whenTheClockWasSetBack_asksForNoMoreThanAMinute() {
        scene.sentCode();
        scene.clock.advance(Duration.ofDays(-30));
        LynchetException refused = refusal(ErrorCode.RATE_LIMITED, () -> scene.send("{'email':'" + ADA + "'}"));
        assertThat(refused.retryAfterSeconds()).hasValue(60);
    }

    @Test
    void send_manyAtTheSameTime_mailsOne() {
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        IntStream.range(0, 12).parallel().forEach(i -> {
            try {
                scene.send("{'email':'" + ADA + "'}");
                sent.incrementAndGet();
            } catch (LynchetException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                refused.incrementAndGet();
            }
        });
        assertThat(sent).hasValue(1);
        assertThat(refused).hasValue(11);
        assertThat(scene.outbox.mails()).hasSize(1);
        assertThat(scene.verify(ADA, codeIn(scene.outbox.last())).status()).isEqualTo(200);
    }

    @Test
    void send_twentyTimesAnHourFromOneClient_isRefusedAfterwards() {
        for (int i = 0; i < SendCode.SENDINGS_MAX; i++) {
            scene.send("{'email':'user" + i + "@example.org'}");
        }
        refusedWithoutTrace(ErrorCode.RATE_LIMITED, () -> scene.send("{'email':'" + ADA + "'}"));
        assertThat(scene.sendAs("{'email':'" + ADA + "'}", false, "192.0.2.2").status())
                .isEqualTo(200);
    }

    @Test
    void send_againAndAgainToOneAddress_givesCodesTooLongToGuess_andLocksNobodyOut() {
        for (int i = 0; i < SendCode.SHORT_AN_HOUR_MAX; i++) {
            assertThat(scene.sentCode()).hasSize(CodeHash.SHORT);
            scene.clock.advance(Duration.ofMinutes(2));
        }
        String code = scene.sentCode();
        assertThat(code).hasSize(CodeHash.LONG);
        assertThat(scene.verify(CodeScene.ADA, code).status()).isEqualTo(200);
        assertThat(scene.sentCode("fay@example.org")).hasSize(CodeHash.SHORT);
    }

    @Test
    void send_withoutAMailer_saysSoAndNothingHappens() {
        scene.services.mailer().unbind(scene.outbox);
        refusedWithoutTrace(ErrorCode.MAIL_NOT_CONFIGURED, () -> scene.send("{'email':'" + ADA + "'}"));
        assertThat(scene.attempts.count("magic.send", "192.0.2.1")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        ", 127.0.0.1:4321, true",
        "http://localhost:5173, 127.0.0.1:4321, true",
        "http://127.0.0.1:4321, 127.0.0.1:4321, true",
        "http://app.localhost:4321, app.localhost:4321, true",
        "http://[::1]:4321, [::1]:4321, true",
        "http://192.168.1.5:4321, 192.168.1.5:4321, true",
        "http://192.168.1.5:4321, 127.0.0.1:4321, false",
        "https://evil.example, 127.0.0.1:4321, false",
        "http://evil.example:4321, evil.example:4321, false",
        "http://localhost.evil.example, 127.0.0.1:4321, false",
        "http://127.evil.example, 127.0.0.1:4321, false",
        "null, 127.0.0.1:4321, false"
    })
    void send_inDevelopment_showsTheCodeToOwnPagesOnly(String origin, String host, boolean shown) {
        FakeRequest request =
                FakeRequest.post(SendCode.PATH, "{'email':'" + ADA + "'}").with("Host", host);
        if (origin != null) {
            request.with("Origin", origin);
        }
        JsonNode.ObjectNode answer = json(new SendCode(scene.services, scene.clock, true).handle(request));
        assertThat(answer.get("dev_code") != null).isEqualTo(shown);
        assertThat(scene.outbox.mails()).hasSize(1);
    }

    @Test
    void send_inDevelopmentWithoutAMailer_answersTheCode() {
        scene.services.mailer().unbind(scene.outbox);
        Response response = scene.sendAs("{'email':'" + ADA + "'}", true, "192.0.2.1");
        String code = (String) json(response).get("dev_code").plain();
        assertThat(code).matches("[0-9]{6}");
        assertThat(scene.outbox.mails()).isEmpty();
        assertThat(scene.verify(ADA, code).status()).isEqualTo(200);
    }

    @Test
    void send_inDevelopmentWithAMailer_mailsAndAnswersTheCode() {
        Response response = scene.sendAs("{'email':'" + ADA + "'}", true, "192.0.2.1");
        assertThat(json(response).get("dev_code").plain()).isEqualTo(codeIn(scene.outbox.last()));
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL_FAILED", "RECIPIENT_REFUSED"})
    void send_whenTheMailFails_leavesNoCodeAndMayBeRepeatedAtOnce(ErrorCode failure) {
        assertThat(new SendCode(scene.services, scene.clock, false)
                        .info()
                        .answers()
                        .failures())
                .contains(failure);
        scene.outbox.failWith(failure);
        refusal(failure, () -> scene.send("{'email':'" + ADA + "'}"));
        assertThat(scene.app.rows(CodeSchema.ENTITY)).isEmpty();
        assertThat(scene.audit.events()).isEmpty();
        assertThat(scene.sessions.opened()).isEmpty();
        scene.outbox.failWith(null);
        assertThat(scene.send("{'email':'" + ADA + "'}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void send_whetherThereIsAnAccount_doesNotEvenAsk(boolean known) {
        if (known) {
            scene.accounts.add(ADA, true);
        }
        RuntimeException asked = new AssertionErrorAsRuntime();
        scene.accounts.failWith(asked);
        scene.sessions.failWith(asked);
        Response response = scene.send("{'email':'" + ADA + "'}");
        assertThat(response.bytes()).asString().isEqualTo("{\"sent\":true,\"email\":\"ada@example.org\"}");
        assertThat(scene.audit.all().get(0).userId()).isNull();
    }

    private static final class AssertionErrorAsRuntime extends RuntimeException {
        AssertionErrorAsRuntime() {
            super("sending asked for accounts or sessions");
        }
    }

    @Test
    void send_clearsAwayExpiredCodesOfOthers() {
        scene.send("{'email':'bob@example.org'}");
        scene.send("{'email':'eve@example.org'}");
        scene.clock.advance(Duration.ofMinutes(5));
        scene.send("{'email':'fay@example.org'}");
        scene.clock.advance(Duration.ofMinutes(5));
        scene.send("{'email':'" + ADA + "'}");
        assertThat(scene.app.rows(CodeSchema.ENTITY))
                .extracting(Row::id)
                .containsExactlyInAnyOrder(CodeRows.id(ADA), CodeRows.id("fay@example.org"));
    }

    @Test
    void newCode_isDigitsAndHardlyEverTheSame() {
        CodeHash hash = new CodeHash();
        for (int digits : new int[] {CodeHash.SHORT, CodeHash.LONG}) {
            Set<String> codes = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                codes.add(hash.newCode(digits));
            }
            assertThat(codes)
                    .allMatch(CodeHash::isCode)
                    .allMatch(code -> code.length() == digits)
                    .hasSizeGreaterThan(190);
        }
        assertThat(hash.newSalt()).hasSize(64).isNotEqualTo(hash.newSalt());
    }

    @Test
    void of_aNameWithLineBreaks_isOneLine() {
        Mailer.Mail mail = CodeMail.of("shop\r\nBcc: eve@example.org\u2028x" + "y".repeat(200), ADA, "123456", 10);
        assertThat(mail.subject())
                .startsWith("Sign in to shop Bcc: eve@example.org x")
                .hasSizeLessThan(120);
        assertThat(mail.subject().chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void info_ofBothRoutes_isOpenAndDescribed() {
        for (RouteInfo info : new RouteInfo[] {
            new SendCode(scene.services, scene.clock, false).info(), new VerifyCode(scene.services, scene.clock).info()
        }) {
            assertThat(info.access()).isEqualTo(RouteInfo.Access.OPEN);
            assertThat(info.tag()).isEqualTo("auth");
            assertThat(info.requestSchema()).isNotNull();
            assertThat(info.responseSchema()).isNotNull();
        }
    }
}
