// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.verify;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.auth.totp.store.Enrolment;
import io.lynchet.auth.totp.store.TotpRows;
import java.time.Instant;

/**
 * The switch that makes the sign-ins of an account wait for its app. The account service writes the switch, and this
 * bundle the enrolment, so it takes two commits. In between, and after a failure, an account may be less guarded than
 * its enrolment says. But it never waits for a missing app: its user could no longer sign in.
 */
public final class SecondFactor {
    /** The name of this factor for the account service and clients. */
    public static final String NAME = "totp";

    private final TotpServices services;
    private final TotpRows rows;

    public SecondFactor(TotpServices services, TotpRows rows) {
        this.services = services;
        this.rows = rows;
    }

    /**
     * Turns the switch on after a confirmation. Fails with {@code CONFLICT} when the enrolment has gone meanwhile.
     *
     * @param enabledAt the time of the confirmation
     */
    void on(String userId, Instant enabledAt) {
        try {
            name(userId, NAME);
        } catch (RuntimeException e) {
            takeBack(userId, e);
            throw e;
        }
        // Meanwhile an admin may have removed the enrolment, or the account may be deleted; then the switch must not
        // stay on.
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

    /** Turns the switch off. Fails with {@code NOT_FOUND} when the account is missing. */
    public void off(String userId) {
        name(userId, null);
        rows.remove(userId);
    }

    private void name(String userId, String method) {
        services.accounts().call(accounts -> {
            accounts.secondFactor(userId, method);
            return null;
        });
    }
}
