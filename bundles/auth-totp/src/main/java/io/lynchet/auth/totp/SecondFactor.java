// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.time.Instant;

/**
 * Makes the sign-ins of an account wait for its app, or no longer. That is written by the account service, the enrolment by this bundle, so it
 * takes two transactions. In between, and after a failure, an account may be less guarded than its enrolment says, but it never waits for an
 * app that is not there: nobody could sign in to it any more.
 */
final class SecondFactor {
    /** What the account service and clients know it by. */
    static final String NAME = "totp";

    private final Parts parts;
    private final TotpRows rows;

    SecondFactor(Parts parts, TotpRows rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /**
     * After the enrolment was confirmed. {@code CONFLICT} when it has gone meanwhile.
     *
     * @param enabledAt when it was confirmed
     */
    void on(String userId, Instant enabledAt) {
        try {
            name(userId, NAME);
        } catch (RuntimeException e) {
            takeBack(userId, e);
            throw e;
        }
        // While this was going on an admin may have taken it off, or the account may have gone; then it must not come
        // back.
        if (rows.peek(userId)
                .filter(enrolment -> enabledAt.equals(enrolment.enabledAt()))
                .isEmpty()) {
            if (rows.peek(userId).filter(Enrolment::enabled).isEmpty()) {
                name(userId, null);
            }
            throw new LynchetException(ErrorCode.CONFLICT, "The account has changed meanwhile; enrol again.");
        }
    }

    private void takeBack(String userId, RuntimeException failure) {
        try {
            rows.remove(userId);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@code NOT_FOUND} when there is no such account. */
    void off(String userId) {
        name(userId, null);
        rows.remove(userId);
    }

    private void name(String userId, String method) {
        parts.accounts().call(accounts -> {
            accounts.secondFactor(userId, method);
            return null;
        });
    }
}
