// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import java.time.Instant;

/**
 * A code that was sent and not used yet.
 *
 * @param seq at which the row was like this: it has not changed since if the store says so
 * @param tries that were taken, right ones included
 * @param askedFrom network address of whoever asked for it, or null when that is not known
 */
record Pending(
        String id,
        long seq,
        String codeHash,
        String salt,
        long tries,
        String askedFrom,
        Instant sentAt,
        Instant expiresAt) {
    /** Whether the other one is about the same sending, whatever was tried meanwhile. */
    boolean sameSending(Pending other) {
        return salt.equals(other.salt);
    }

    /** Never has what the code could be found out from. */
    @Override
    public String toString() {
        return "code sent at " + sentAt + ", tried " + tries + " times";
    }
}
