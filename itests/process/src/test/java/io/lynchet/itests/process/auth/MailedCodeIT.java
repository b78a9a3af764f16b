// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.lynchet.itests.process.app.AuthApp;
import io.lynchet.itests.process.app.AuthApp.Answer;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes and reset tokens that go out by a real mail server, and come back in. */
class MailedCodeIT {
    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    static Path folder;

    private static AuthApp app;

    @BeforeAll
    static void start() throws IOException {
        MAIL.start();
        String smtp = "{\"host\":\"localhost\",\"port\":" + MAIL.getSmtp().getPort()
                + ",\"security\":\"none\",\"from\":\"People <people@example.org>\"}";
        app = new AuthApp(folder.resolve("app"), false, Map.of("io.lynchet.mail.smtp", smtp));
    }

    @AfterAll
    static void stop() {
        app.close();
        MAIL.stop();
    }

    private static String send(String email) {
        Answer sent = app.post("/api/auth/magic/send", null, "{\"email\":\"" + email + "\"}");
        assertThat(sent.status()).as(sent.body()).isEqualTo(200);
        assertThat(sent.body()).doesNotContain("dev_code");
        return find(email, "\\b(\\d{6})\\b");
    }

    /** The first group of the pattern in the newest mail to this address. */
    private static String find(String email, String pattern) {
        List<MimeMessage> mails = List.of(MAIL.getReceivedMessagesForDomain(email));
        assertThat(mails).as("mails to " + email).isNotEmpty();
        Matcher found = Pattern.compile(pattern).matcher(GreenMailUtil.getBody(mails.get(mails.size() - 1)));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static Answer verify(String email, String code) {
        return app.post("/api/auth/magic/verify", null, "{\"email\":\"" + email + "\",\"code\":\"" + code + "\"}");
    }

    private static String other(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    @Test
    void code_arrives_signsInOnce_andMakesAProvenAccount() {
        String code = send("ada@example.org");
        Answer signedIn = verify("Ada@Example.org", code);
        assertThat(signedIn.json()).containsOnlyKeys("token", "user_id", "expires_at");
        assertThat(app.get("/api/auth/session", signedIn.text("token")).body()).contains("ada@example.org");
        assertThat(verify("ada@example.org", code).code()).isEqualTo("INVALID_CODE");
    }

    @Test
    void guessing_burnsTheCode_andLeavesNothingBehind() {
        String code = send("bob@example.org");
        long accounts = app.rows("_auth_accounts");
        long sessions = app.rows("_auth_sessions");
        for (int i = 0; i < 5; i++) {
            assertThat(verify("bob@example.org", other(code)).status()).isIn(401, 429);
        }
        Answer late = verify("bob@example.org", code);
        assertThat(late.status()).isEqualTo(429);
        assertThat(late.headers().firstValue("Retry-After")).isPresent();
        assertThat(app.rows("_auth_accounts")).isEqualTo(accounts);
        assertThat(app.rows("_auth_sessions")).isEqualTo(sessions);
    }

    @Test
    void secondCode_withinAMinute_isRefused_andNoMailGoesOut() {
        send("carl@example.org");
        int mails = MAIL.getReceivedMessages().length;
        Answer again = app.post("/api/auth/magic/send", null, "{\"email\":\"carl@example.org\"}");
        assertThat(again.code()).isEqualTo("RATE_LIMITED");
        assertThat(again.headers().firstValue("Retry-After")).isPresent();
        assertThat(MAIL.getReceivedMessages()).hasSize(mails);
    }

    @Test
    void address_withLineBreaks_isRefused_andNothingIsSent() {
        int mails = MAIL.getReceivedMessages().length;
        for (String email :
                List.of("a@b.org\\r\\nBcc: all@example.org", "a@b.org\\u0000", "a b@c.org", "", "@", "a@")) {
            Answer sent = app.post("/api/auth/magic/send", null, "{\"email\":\"" + email + "\"}");
            assertThat(sent.status()).as(email).isEqualTo(400);
        }
        assertThat(MAIL.getReceivedMessages()).hasSize(mails);
    }

    @Test
    void code_putsOut_whoeverRegisteredTheAddressBefore() {
        String body = "{\"email\":\"victim@example.org\",\"password\":\"chosen by somebody else\"}";
        Answer squatter = app.post("/api/auth/password/register", null, body);
        assertThat(squatter.status()).as(squatter.body()).isEqualTo(200);
        Answer owner = verify("victim@example.org", send("victim@example.org"));
        assertThat(owner.status()).as(owner.body()).isEqualTo(200);
        assertThat(app.get("/api/auth/me", squatter.text("token")).status()).isEqualTo(401);
        assertThat(app.post("/api/auth/password/login", null, body).status()).isEqualTo(401);
        assertThat(app.get("/api/auth/me", owner.text("token")).status()).isEqualTo(200);
    }
}
