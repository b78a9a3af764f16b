// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import org.osgi.annotation.versioning.ConsumerType;

/** Sends mail. A bundle registers one as a service; of several the one with the highest ranking is used. Thread-safe. */
@ConsumerType
public interface Mailer {
    /**
     * Hands a message over to a mail server; blocks until that has taken it, at most 30 seconds. {@code MAIL_FAILED} when it does not,
     * {@code RECIPIENT_REFUSED} when it says that it never will for this address.
     * Line breaks and control characters in the address are {@code INVALID_EMAIL}, in the subject {@code BAD_REQUEST}.
     */
    void send(Mail mail);

    /**
     * A message of plain text.
     *
     * @param to one address
     */
    record Mail(String to, String subject, String text) {}
}
