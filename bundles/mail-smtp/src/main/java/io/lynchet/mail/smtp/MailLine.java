// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The check of texts in one line of a mail's head. With a line break, a caller could add further lines, such as more
 * recipients.
 */
final class MailLine {
    private static final int ADDRESS_CHARS_MAX = 254;
    private static final int SUBJECT_CHARS_MAX = 500;
    private static final int TEXT_CHARS_MAX = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(MailLine.class);

    private MailLine() {}

    /** Refuses everything but one message to one address. Fails with {@code INVALID_EMAIL} or {@code BAD_REQUEST}. */
    static InternetAddress check(Mailer.Mail mail) {
        if (mail.subject() == null || mail.text() == null) {
            throw new LynchetException(ErrorCode.BAD_REQUEST, "A mail needs a subject and a text.");
        }
        if (hasControls(mail.subject())) {
            throw new LynchetException(
                    ErrorCode.BAD_REQUEST, "The subject of a mail must not have line breaks or control characters.");
        }
        if (mail.subject().length() > SUBJECT_CHARS_MAX || mail.text().length() > TEXT_CHARS_MAX) {
            throw new LynchetException(ErrorCode.BAD_REQUEST, "The subject or the text of a mail is too long.");
        }
        return address(mail.to());
    }

    // Lists, groups and display names parse as well, but are more than just an address.
    private static InternetAddress address(String to) {
        boolean plain = to != null
                && to.length() <= ADDRESS_CHARS_MAX
                && to.indexOf('@') > 0
                && to.chars().allMatch(c -> c > ' ' && c < 0x7f);
        try {
            InternetAddress[] parsed = plain ? InternetAddress.parse(to, true) : new InternetAddress[0];
            if (parsed.length == 1 && to.equals(parsed[0].getAddress())) {
                return parsed[0];
            }
        } catch (AddressException e) {
            LOG.debug("An address was refused: {}", e.getMessage());
        }
        throw new LynchetException(ErrorCode.INVALID_EMAIL, "The email address is not valid.");
    }

    /** Tells whether there is a line break, also one of Unicode's own, or another control character. */
    static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    }
}
