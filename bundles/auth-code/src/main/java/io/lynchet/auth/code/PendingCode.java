// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import java.time.Instant;

/**
 * A code that was sent and is not used yet.
 *
 * @param seq the seq as of which the row has this content, for writes that require it unchanged
 * @param tries the tries so far, right ones included
 * @param askedFrom the network address that the code was requested from, or null when unknown
 */
record PendingCode(
        String id,
        long seq,
        String codeHash,
        String salt,
        long tries,
        String askedFrom,
        Instant sentAt,
        Instant expiresAt) {
    /** Tells whether the other one comes from the same sending; the tries may differ. */
    boolean sameSending(PendingCode other) {
        return salt.equals(other.salt);
    }

    /** Leaves out the values from which the code could be found. */
    @Override
    public String toString() {
        return "code sent at " + sentAt + ", tried " + tries + " times";
    }
}
