// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that sends mail. A bundle registers one; of several, the one with the highest ranking is used. Thread-safe.
 */
@ConsumerType
public interface Mailer {
    /**
     * Hands a message over to a mail server. Blocks until the server has accepted it, at most 30 seconds. Fails with
     * {@code MAIL_FAILED} when the server does not accept it, and with {@code RECIPIENT_REFUSED} when the server never
     * accepts mail for this address. Line breaks and control characters fail with {@code INVALID_EMAIL} in the address,
     * with {@code BAD_REQUEST} in the subject.
     */
    void send(Mail mail);

    /**
     * A message in plain text.
     *
     * @param to one address
     */
    record Mail(String to, String subject, String text) {}
}
