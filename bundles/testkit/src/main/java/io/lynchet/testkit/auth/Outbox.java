// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Mailer;
import java.util.ArrayList;
import java.util.List;

/** Keeps the mails instead of sending them; refuses line breaks in address and subject, as the contract wants. Thread-safe. */
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

    /** With what {@link #send} fails from now on, such as {@code MAIL_FAILED}; null for no more. */
    public synchronized void failWith(ErrorCode code) {
        failure = code;
    }

    /** All mails, oldest first. */
    public synchronized List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** The newest mail; an {@link AssertionError} when there is none. */
    public synchronized Mail last() {
        if (mails.isEmpty()) {
            throw new AssertionError("no mail was sent");
        }
        return mails.get(mails.size() - 1);
    }

    /** How many mails were refused because sending fails. */
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
