// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mailer. It sends each message over a connection of its own, on the caller's thread. */
final class SmtpMailer implements Mailer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpMailer.class);

    private final SmtpSettings settings;
    private final SSLSocketFactory trust;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Creates the mailer.
     *
     * @param trust makes the TLS sockets; null for those of the platform
     */
    SmtpMailer(SmtpSettings settings, SSLSocketFactory trust) {
        this.settings = settings;
        this.trust = trust;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "lynchet-mail-deadline");
            thread.setDaemon(true);
            return thread;
        });
        // Otherwise each sent message would be kept until its time limit.
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void send(Mail mail) {
        InternetAddress to = MailLine.check(mail);
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        // The library finds its own other half by the thread's class loader, and that of a server's thread sees no
        // bundle.
        caller.setContextClassLoader(SmtpMailer.class.getClassLoader());
        try (BoundedConnection connection = new BoundedConnection(timer, settings.timeoutMillis())) {
            try {
                handOver(mail, to, connection);
            } catch (MessagingException e) {
                throw failed(connection.isTimeUp(), e);
            }
        } finally {
            caller.setContextClassLoader(before);
        }
    }

    private void handOver(Mail mail, InternetAddress to, BoundedConnection connection) throws MessagingException {
        Session session = Session.getInstance(properties(connection));
        MimeMessage message = message(session, mail, to);
        // Created directly: the library's look-up of a transport uses class loaders that don't see into a bundle.
        SMTPTransport transport =
                new SMTPTransport(session, new URLName("smtp", settings.host(), settings.port(), null, null, null));
        try {
            String username = settings.hasLogin() ? settings.username() : null;
            String password = settings.hasLogin() ? settings.password() : null;
            transport.connect(settings.host(), settings.port(), username, password);
            transport.sendMessage(message, new Address[] {to});
        } finally {
            leave(transport);
        }
    }

    private static void leave(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("The mail server did not accept QUIT.");
        }
    }

    private Properties properties(BoundedConnection connection) {
        Properties properties = new Properties();
        String millis = Integer.toString(settings.timeoutMillis());
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.socketFactory", connection);
        // Otherwise a failure would be retried over a socket without a time limit.
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.auth", Boolean.toString(settings.hasLogin()));
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security() == SmtpSettings.Security.TLS));
        String upgrade = Boolean.toString(settings.security() == SmtpSettings.Security.STARTTLS);
        properties.put("mail.smtp.starttls.enable", upgrade);
        properties.put("mail.smtp.starttls.required", upgrade);
        if (!settings.ehloName().isEmpty()) {
            properties.put("mail.smtp.localhost", settings.ehloName());
        }
        // Message ids are made of it, instead of the names of this machine and of its user.
        properties.put("mail.from", settings.from());
        if (trust != null) {
            properties.put("mail.smtp.ssl.socketFactory", trust);
        }
        return properties;
    }

    private MimeMessage message(Session session, Mail mail, InternetAddress to) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.from(), true));
        message.setRecipient(Message.RecipientType.TO, to);
        message.setSubject(mail.subject(), "UTF-8");
        message.setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        // Keeps other machines from sending notices of absence.
        message.setHeader("Auto-Submitted", "auto-generated");
        byte[] text = mail.text().replaceAll("\\R", "\r\n").getBytes(StandardCharsets.UTF_8);
        message.setDataHandler(new DataHandler(new ByteArrayDataSource(text, "text/plain; charset=UTF-8")));
        // Short lines of plain ASCII for any text: no server has to break or change them.
        message.setHeader("Content-Transfer-Encoding", "quoted-printable");
        message.saveChanges();
        return message;
    }

    // The library's exceptions quote the server, which may quote what it was sent; so they are dropped.
    private LynchetException failed(boolean timeUp, MessagingException e) {
        SmtpFailure failure = timeUp ? SmtpFailure.TIMEOUT : SmtpFailure.of(e);
        LOG.warn("A mail could not be sent through {}: {}", settings, failure.sentence(e));
        return new LynchetException(failure.code(), failure.sentence());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "mail by " + settings;
    }
}
