// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import java.util.ArrayList;
import java.util.List;

/**
 * A mailer that keeps the mails instead of sending them. It refuses line breaks in address and subject, as the contract
 * requires. Thread-safe.
 */
public final class Outbox implements Mailer {
    private final List<Mail> mails = new ArrayList<>();
    private ErrorCode failure;
    private int refused;

    @Override
    public synchronized void send(Mail mail) {
        if (failure != null) {
            refused++;
            throw new LynchetException(failure, failure.meaning());
        }
        checkLine(mail.to());
        checkLine(mail.subject());
        mails.add(mail);
    }

    /** Sets the error of {@link #send} from now on, such as {@code MAIL_FAILED}; null for none. */
    public synchronized void failWith(ErrorCode code) {
        failure = code;
    }

    /** Returns all mails, oldest first. */
    public synchronized List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** Returns the newest mail. Fails with an {@link AssertionError} when there is none. */
    public synchronized Mail last() {
        if (mails.isEmpty()) {
            throw new AssertionError("no mail was sent");
        }
        return mails.get(mails.size() - 1);
    }

    /** Counts the mails that were refused because sending fails. */
    public synchronized int refused() {
        return refused;
    }

    private static void checkLine(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new LynchetException(
                    ErrorCode.MAIL_FAILED, "A line break or control character in address or subject.");
        }
    }
}
