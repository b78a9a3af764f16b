// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer.Mail;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail server that says what it is told to, and remembers what it was told. */
class ScriptedServerTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile String recipientReply = "250 ok";
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        worker.execute(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        worker.shutdownNow();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket);
            } catch (IOException e) {
                // Closed: by the end of the test, or by a client that has seen enough.
                heard.add("closed");
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = socket.getOutputStream();
        say(out, "220 ready");
        boolean inText = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (inText) {
                inText = !line.equals(".");
                if (!inText) {
                    say(out, "250 taken");
                }
                continue;
            }
            heard.add(line);
            if (line.startsWith("RCPT")) {
                say(out, recipientReply);
            } else if (line.equals("DATA")) {
                inText = true;
                say(out, "354 go on");
            } else {
                say(out, "250 ok");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void send(String ehloName) {
        SmtpSettings settings = new SmtpSettings(
                "127.0.0.1",
                server.getLocalPort(),
                "",
                "",
                "app@example.org",
                SmtpSettings.Security.NONE,
                10_000,
                ehloName);
        try (SmtpMailer mailer = new SmtpMailer(settings, null)) {
            mailer.send(new Mail("ada@example.org", "Hello", "text"));
        }
    }

    private LynchetException refusal() {
        LynchetException refused = catchThrowableOfType(LynchetException.class, () -> send(""));
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }

    @Test
    void recipientThatIsRefusedForGood_isToldAsThat() {
        recipientReply = "550 5.1.1 no such user ada@example.org here";
        LynchetException refused = refusal();
        assertThat(refused.code()).isEqualTo(ErrorCode.RECIPIENT_REFUSED);
        assertThat(refused.getMessage()).doesNotContain("ada@").doesNotContain("5.1.1");
        assertThat(heard).doesNotContain("DATA");
    }

    @Test
    void recipientThatIsPutOff_isAFailureForNow() {
        recipientReply = "450 4.2.0 greylisted";
        assertThat(refusal().code()).isEqualTo(ErrorCode.MAIL_FAILED);
    }

    @Test
    void greeting_hasTheNameThatIsSet() {
        send("app.example.org");
        assertThat(heard).contains("EHLO app.example.org");
        heard.clear();
        send("[192.0.2.7]");
        assertThat(heard).contains("EHLO [192.0.2.7]");
    }
}
