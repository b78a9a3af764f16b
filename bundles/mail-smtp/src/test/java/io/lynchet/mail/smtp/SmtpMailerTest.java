// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer.Mail;
import io.lynchet.mail.smtp.SmtpSettings.Security;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real mail server in this process. */
class SmtpMailerTest {
    private static final String PASSWORD = "correct horse battery";
    private static final Mail MAIL = new Mail("ada@example.org", "Hello", "Line one\n.\nLine three");

    private final GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void startServer() {
        server.start();
        server.setUser("app@example.org", "app", PASSWORD);
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    private int port() {
        return server.getSmtp().getPort();
    }

    private static SmtpSettings settings(int port, Security security, boolean login, int timeoutMillis) {
        return new SmtpSettings(
                "localhost",
                port,
                login ? "app" : "",
                login ? PASSWORD : "",
                "Café <app@example.org>",
                security,
                timeoutMillis,
                "");
    }

    private static void send(SmtpSettings settings, SSLSocketFactory trust, Mail mail) {
        try (SmtpMailer mailer = new SmtpMailer(settings, trust)) {
            mailer.send(mail);
        }
    }

    private static LynchetException refusal(SmtpSettings settings, SSLSocketFactory trust, Mail mail) {
        LynchetException refused = catchThrowableOfType(LynchetException.class, () -> send(settings, trust, mail));
        assertThat(refused).as("is refused").isNotNull();
        assertThat(refused.toString()).doesNotContain(PASSWORD);
        assertThat(refused).hasNoCause();
        return refused;
    }

    private String onlyText() throws Exception {
        assertThat(server.getReceivedMessages()).hasSize(1);
        return new String(server.getReceivedMessages()[0].getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void send_inTheClear_arrivesAsWritten() throws Exception {
        send(settings(port(), Security.NONE, false, 5_000), null, MAIL);
        assertThat(onlyText().stripTrailing()).isEqualTo("Line one\r\n.\r\nLine three");
        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo("Hello");
        assertThat(received.getFrom())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("app@example.org");
        assertThat(received.getAllRecipients()).extracting(Object::toString).containsExactly("ada@example.org");
        assertThat(received.getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(received.getSentDate()).isNotNull();
        assertThat(received.getMessageID()).endsWith("@example.org>");
    }

    @Test
    void send_textAndSubjectOutsideAscii_arriveAsWritten() throws Exception {
        Mail mail = new Mail("ada@example.org", "Grüße 日本 🙂", "Prüfziffer: 123456 — 日本語\n🙂");
        send(settings(port(), Security.NONE, true, 5_000), null, mail);
        assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo(mail.subject());
        assertThat(onlyText().strip()).isEqualTo(mail.text().replace("\n", "\r\n"));
    }

    @Test
    void send_withoutMailcapAndWithAForeignContextLoader_works() throws Exception {
        // As in a bundle: the thread's context loader knows nothing of the library.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            send(settings(port(), Security.NONE, true, 5_000), null, MAIL);
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(onlyText()).startsWith("Line one");
    }

    @Test
    void send_withWrongPassword_failsAndSendsNothing() {
        server.setUser("app@example.org", "app", "another password");
        LynchetException refused = refusal(settings(port(), Security.NONE, true, 5_000), null, MAIL);
        assertThat(refused.code()).isEqualTo(ErrorCode.MAIL_FAILED);
        assertThat(refused.getMessage()).isEqualTo("The mail server refused the login.");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void send_overTls_arrives() throws Exception {
        TestCertificate certificate = new TestCertificate("localhost");
        try (TlsFront front = new TlsFront(certificate.context(), false, port())) {
            SmtpSettings settings = settings(front.port(), Security.TLS, true, 10_000);
            send(settings, certificate.context().getSocketFactory(), MAIL);
        }
        assertThat(onlyText()).startsWith("Line one");
    }

    @Test
    void send_overStartTls_arrivesAndLogsInInsideOnly() throws Exception {
        TestCertificate certificate = new TestCertificate("localhost");
        try (TlsFront front = new TlsFront(certificate.context(), true, port())) {
            SmtpSettings settings = settings(front.port(), Security.STARTTLS, true, 10_000);
            send(settings, certificate.context().getSocketFactory(), MAIL);
            assertThat(front.clear())
                    .filteredOn(line -> line.startsWith("AUTH") || line.startsWith("MAIL"))
                    .isEmpty();
        }
        assertThat(onlyText()).startsWith("Line one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void send_whenTheCertificateIsForAnotherHost_isRefused(boolean startTls) throws Exception {
        TestCertificate certificate = new TestCertificate("mail.example.org");
        try (TlsFront front = new TlsFront(certificate.context(), startTls, port())) {
            SmtpSettings settings = settings(front.port(), startTls ? Security.STARTTLS : Security.TLS, true, 10_000);
            LynchetException refused = refusal(settings, certificate.context().getSocketFactory(), MAIL);
            assertThat(refused.getMessage()).isEqualTo("The connection to the mail server is not secure.");
            assertThat(front.clear()).noneMatch(line -> line.startsWith("AUTH"));
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void send_whenNobodyVouchesForTheCertificate_isRefused() throws Exception {
        TestCertificate certificate = new TestCertificate("localhost");
        try (TlsFront front = new TlsFront(certificate.context(), true, port())) {
            LynchetException refused = refusal(settings(front.port(), Security.STARTTLS, true, 10_000), null, MAIL);
            assertThat(refused.getMessage()).isEqualTo("The connection to the mail server is not secure.");
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void send_whenTheServerHasNoStartTls_isRefusedBeforeTheLogin() {
        LynchetException refused = refusal(settings(port(), Security.STARTTLS, true, 5_000), null, MAIL);
        assertThat(refused.code()).isEqualTo(ErrorCode.MAIL_FAILED);
        assertThat(refused.getMessage()).isEqualTo("The connection to the mail server is not secure.");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void send_whenTheServerIsDown_fails() {
        int port = port();
        server.stop();
        LynchetException refused = refusal(settings(port, Security.NONE, true, 5_000), null, MAIL);
        assertThat(refused.code()).isEqualTo(ErrorCode.MAIL_FAILED);
        assertThat(refused.getMessage()).isEqualTo("The mail server can't be reached.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "TLS"})
    void send_whenTheServerSaysNothing_failsInTime(Security security) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getByName("localhost"))) {
            SmtpSettings settings = settings(silent.getLocalPort(), security, true, 300);
            long begun = System.nanoTime();
            LynchetException refused = refusal(settings, null, MAIL);
            assertThat(refused.getMessage()).isEqualTo("The mail server did not respond in time.");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void send_whenTheServerDrips_failsInTime() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ServerSocket dripping = new ServerSocket(0, 10, InetAddress.getByName("localhost"))) {
            thread.execute(() -> drip(dripping));
            SmtpSettings settings = settings(dripping.getLocalPort(), Security.NONE, true, 400);
            long begun = System.nanoTime();
            LynchetException refused = refusal(settings, null, MAIL);
            assertThat(refused.getMessage()).isEqualTo("The mail server did not respond in time.");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        } finally {
            thread.shutdownNow();
        }
    }

    // Says a bit more whenever the kernel has room for it, and never comes to an end.
    private static void drip(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.setSendBufferSize(1_024);
            OutputStream out = client.getOutputStream();
            while (true) {
                out.write("220-please wait\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The client has had enough, which is the point.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org\r\nBcc: eve@example.org",
                "ada@example.org\nRCPT TO:<eve@example.org>",
                "ada@example.org\r",
                "ada@example.org\u0000",
                "ada@example.org, eve@example.org",
                "Ada <ada@example.org>",
                "group: ada@example.org, eve@example.org;",
                "adä@example.org",
                "ada",
                "@example.org",
                "ada@",
                ""
            })
    void send_toAnythingButOneAddress_isRefused(String to) {
        LynchetException refused =
                refusal(settings(port(), Security.NONE, true, 5_000), null, new Mail(to, "Hello", "Text"));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_EMAIL);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: eve@example.org", "a\nb", "a\rb", "a\u0000b", "a\u0085b", "a\u2028b", "a\tb"})
    void send_withControlsInTheSubject_isRefused(String subject) {
        Mail mail = new Mail("ada@example.org", subject, "Text");
        LynchetException refused = refusal(settings(port(), Security.NONE, true, 5_000), null, mail);
        assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void send_withCommandsInTheText_sendsOneMessageToOne() throws Exception {
        String text = "a\r\n.\r\nMAIL FROM:<x@y>\r\nRCPT TO:<eve@example.org>\r\nDATA\r\n\n.\nb\r.\rc\0d";
        send(settings(port(), Security.NONE, true, 5_000), null, new Mail("ada@example.org", "Hello", text));
        assertThat(onlyText()).contains("RCPT TO:<eve@example.org>").contains("c\0d");
        assertThat(server.getReceivedMessages()[0].getAllRecipients()).hasSize(1);
    }

    @Test
    void toString_ofMailerAndSettings_hasNoPassword() {
        SmtpSettings settings = settings(port(), Security.NONE, true, 5_000);
        try (SmtpMailer mailer = new SmtpMailer(settings, null)) {
            assertThat(mailer.toString() + settings).contains("localhost").doesNotContain(PASSWORD);
        }
    }
}
