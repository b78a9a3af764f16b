// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The mail server and how to use it. The names are those of the configuration.
 *
 * @param username empty for a server without login
 * @param from the sender's address, also as {@code Name <address>}
 * @param timeoutMillis the time limit for sending one message
 * @param ehloName the name of this machine for the mail server; empty for the name that the platform knows
 */
record SmtpSettings(
        String host,
        int port,
        String username,
        String password,
        String from,
        Security security,
        int timeoutMillis,
        String ehloName) {
    private static final String PID = "io.lynchet.mail.smtp: ";
    private static final Pattern EHLO_NAME = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?){0,20}"
                    + "|\\[(IPv6:)?[0-9A-Fa-f.:]{2,45}]");
    private static final int PORT_MAX = 65_535;
    private static final int TIMEOUT_MILLIS_MIN = 100;
    // Mailer promises its callers no more than 30 seconds.
    private static final int TIMEOUT_MILLIS_MAX = 30_000;

    /** The protection of the connection. */
    enum Security {
        /** Begins in the clear; a server that does not switch to TLS is refused. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** Everything in the clear, the password too. */
        NONE;

        static Security named(String name) {
            return switch (name) {
                case "starttls" -> STARTTLS;
                case "tls" -> TLS;
                case "none" -> NONE;
                default -> throw invalid("security must be starttls, tls or none, not " + printable(name));
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks every value. The error names the key, and never has the password in it. */
    SmtpSettings {
        if (host.isBlank() || !host.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw invalid("host must be the name or address of a server, not " + printable(host));
        }
        within("port", port, 1, PORT_MAX);
        within("timeoutMillis", timeoutMillis, TIMEOUT_MILLIS_MIN, TIMEOUT_MILLIS_MAX);
        if (username.isEmpty() != password.isEmpty()) {
            throw invalid(
                    username.isEmpty()
                            ? "password is set, but username is not"
                            : "password is not set, but username is");
        }
        if (MailLine.hasControls(username) || MailLine.hasControls(password)) {
            throw invalid("username and password must not have control characters");
        }
        checkSender(from);
        if (!ehloName.isEmpty() && !EHLO_NAME.matcher(ehloName).matches()) {
            throw invalid("ehloName must be a host name such as app.example.org, or an address in brackets, not "
                    + printable(ehloName));
        }
    }

    private static void checkSender(String from) {
        if (from.isBlank() || MailLine.hasControls(from)) {
            throw invalid("from must be the sender's address, not " + printable(from));
        }
        try {
            InternetAddress address = new InternetAddress(from, true);
            if (address.isGroup() || address.getAddress().indexOf('@') < 0) {
                throw invalid("from must be one address with an @, not " + printable(from));
            }
        } catch (AddressException e) {
            throw invalid("from is not an address (" + e.getMessage() + ")");
        }
    }

    boolean hasLogin() {
        return !username.isEmpty();
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw invalid(key + " must be " + min + " to " + max + ", not " + value);
        }
    }

    private static String printable(String text) {
        return text.isBlank() ? "empty" : text.replaceAll("\\p{Cntrl}", "?");
    }

    private static LynchetException invalid(String message) {
        return new LynchetException(ErrorCode.CONFIGURATION_INVALID, PID + message);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return host + ":" + port + " (" + security + ")" + (hasLogin() ? " as " + username : " without a login");
    }
}
