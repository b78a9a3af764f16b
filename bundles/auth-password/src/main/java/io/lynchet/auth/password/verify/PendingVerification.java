// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import io.lynchet.api.row.Row;
import java.time.Instant;

/**
 * A code that was mailed to prove an address and is not used yet. An account has one at a time.
 *
 * @param userId the account's id, which is also the row's
 * @param seq the seq as of which the row has this content, for writes that require it unchanged
 * @param email the address that it was mailed to
 * @param accountEmail the account's address at that time; a different one when the address is to change
 * @param tries the tries so far, right ones included
 */
record PendingVerification(
        String userId,
        long seq,
        String email,
        String accountEmail,
        String codeHash,
        String salt,
        long tries,
        Instant sentAt,
        Instant expiresAt) {
    static PendingVerification of(Row row, long seq) {
        return new PendingVerification(
                row.id(),
                seq,
                (String) row.get("email"),
                (String) row.get("accountEmail"),
                (String) row.get("codeHash"),
                (String) row.get("salt"),
                (Long) row.get("tries"),
                (Instant) row.get("sentAt"),
                (Instant) row.get("expiresAt"));
    }

    /** Returns the same code after a write. */
    PendingVerification after(long newTries, long newSeq) {
        return new PendingVerification(
                userId, newSeq, email, accountEmail, codeHash, salt, newTries, sentAt, expiresAt);
    }

    /** Tells whether the other one comes from the same sending; the tries may differ. */
    boolean sameSending(PendingVerification other) {
        return salt.equals(other.salt);
    }

    /** Leaves out the values from which the code could be found. */
    @Override
    public String toString() {
        return "verification sent at " + sentAt + ", tried " + tries + " times";
    }
}
