// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.row.Row;
import java.time.Instant;

/**
 * A code that was mailed to prove an address, and not used yet. An account has one at a time.
 *
 * @param userId of the account, which is also the row's id
 * @param seq at which the row was like this: it has not changed since if the store says so
 * @param email to which it was sent
 * @param accountEmail the account's address at that time; another one when the address is to be changed
 * @param tries that were taken, right ones included
 */
record Verification(
        String userId,
        long seq,
        String email,
        String accountEmail,
        String codeHash,
        String salt,
        long tries,
        Instant sentAt,
        Instant expiresAt) {
    static Verification of(Row row, long seq) {
        return new Verification(
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

    /** The same as it is after a write. */
    Verification after(long newTries, long newSeq) {
        return new Verification(userId, newSeq, email, accountEmail, codeHash, salt, newTries, sentAt, expiresAt);
    }

    /** Whether the other one is about the same sending, whatever was tried meanwhile. */
    boolean sameSending(Verification other) {
        return salt.equals(other.salt);
    }

    /** Never has what the code could be found out from. */
    @Override
    public String toString() {
        return "verification sent at " + sentAt + ", tried " + tries + " times";
    }
}
