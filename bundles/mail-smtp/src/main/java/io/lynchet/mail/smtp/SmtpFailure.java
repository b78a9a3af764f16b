// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import io.lynchet.api.ErrorCode;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/** The reason why a message was not accepted, in words of our own: a server's words might repeat what it was sent. */
enum SmtpFailure {
    TIMEOUT("The mail server did not respond in time."),
    UNREACHABLE("The mail server can't be reached."),
    UNTRUSTED("The connection to the mail server is not secure."),
    LOGIN("The mail server refused the login."),
    RECIPIENT("The mail server does not accept mail for this address."),
    REFUSED("The mail server refused the message."),
    OTHER("The mail server did not accept the message.");

    private static final int CAUSES_MAX = 10;
    private static final int PERMANENT_LEAST = 500;

    private final String sentence;

    SmtpFailure(String sentence) {
        this.sentence = sentence;
    }

    static SmtpFailure of(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            return LOGIN;
        }
        if (refusesRecipient(failure)) {
            return RECIPIENT;
        }
        SmtpFailure found = replyCode(failure) > 0 ? REFUSED : OTHER;
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return TIMEOUT;
            } else if (cause instanceof SSLException) {
                return UNTRUSTED;
            } else if (cause instanceof MailConnectException) {
                found = UNREACHABLE;
            }
        }
        return saysNoTls(failure) ? UNTRUSTED : found;
    }

    // Permanently: with 4 as the first digit the server may accept it later, as servers with greylisting do.
    private static boolean refusesRecipient(MessagingException failure) {
        Exception cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof SMTPAddressFailedException refused) {
                return refused.getReturnCode() >= PERMANENT_LEAST;
            }
            cause = cause instanceof MessagingException outer ? outer.getNextException() : null;
        }
        return false;
    }

    // The only sign that the library gives: STARTTLS was required, and the server has none.
    private static boolean saysNoTls(MessagingException failure) {
        return String.valueOf(failure.getMessage()).startsWith("STARTTLS is required");
    }

    private static int replyCode(MessagingException failure) {
        Exception cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof SMTPSendFailedException refused) {
                return refused.getReturnCode();
            } else if (cause instanceof SMTPAddressFailedException refused) {
                return refused.getReturnCode();
            } else if (cause instanceof SMTPSenderFailedException refused) {
                return refused.getReturnCode();
            }
            cause = cause instanceof MessagingException outer ? outer.getNextException() : null;
        }
        return -1;
    }

    String sentence() {
        return sentence;
    }

    ErrorCode code() {
        return this == RECIPIENT ? ErrorCode.RECIPIENT_REFUSED : ErrorCode.MAIL_FAILED;
    }

    /** Returns a sentence for the log, with the kind of exception, and with the server's code if there is one. */
    String sentence(MessagingException failure) {
        int code = replyCode(failure);
        return sentence + " (" + failure.getClass().getSimpleName() + (code > 0 ? ", " + code : "") + ")";
    }
}
