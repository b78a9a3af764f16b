// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Request;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.BiPredicate;

/** Looks at codes, and takes each only once. How often that may be done is for its callers to limit. */
final class CodeCheck {
    // More than there can be changes of one row while a code is looked at, so only a store gone mad gets there.
    static final int TURNS_MAX = 50;

    private final Parts parts;
    private final TotpRows rows;
    private final RecoveryRows recovery;
    private final TimeCodes codes = new TimeCodes();

    CodeCheck(Parts parts, TotpRows rows, RecoveryRows recovery) {
        this.parts = parts;
        this.rows = rows;
        this.recovery = recovery;
    }

    /**
     * Comes back if it was a right code of the app, or a recovery code, for an account whose app is confirmed. {@code NOT_FOUND} when it has
     * none, and {@code INVALID_CODE}, which goes on record.
     */
    void accept(String userId, String code, Request request) {
        if (TimeCodes.isCode(code)) {
            takeCode(userId, code, true, request, rows::takeStep);
            return;
        }
        if (rows.peek(userId).filter(Enrolment::enabled).isEmpty()) {
            throw notEnrolled();
        }
        if (!recovery.use(userId, code)) {
            throw wrong(userId, request);
        }
        parts.record("recovery_code_used", userId, request, recovery.left(userId) + " left");
    }

    /**
     * Confirms an app by its first code. {@code NOT_FOUND} when there is none that waits for it, {@code CONFLICT} when it was
     * confirmed already, {@code INVALID_CODE}.
     *
     * @param enabling writes it, given what was read and the step of the code; false when the row has changed
     */
    void confirm(String userId, String code, Request request, BiPredicate<Enrolment, Long> enabling) {
        takeCode(userId, code, false, request, enabling);
    }

    private void takeCode(
            String userId, String code, boolean enabled, Request request, BiPredicate<Enrolment, Long> taking) {
        Instant now = rows.now();
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Enrolment read = rows.read(userId)
                    .filter(enrolment -> enrolment.enabled() || !enabled)
                    .orElseThrow(CodeCheck::notEnrolled);
            if (read.enabled() && !enabled) {
                throw new LynchetException(ErrorCode.CONFLICT, "The app was confirmed meanwhile.");
            }
            OptionalLong step = codes.match(rows.secret(read), code, now, read.lastStep());
            if (step.isEmpty()) {
                throw wrong(userId, request);
            }
            if (taking.test(read, step.getAsLong())) {
                return;
            }
        }
        throw busy();
    }

    private LynchetException wrong(String userId, Request request) {
        parts.record("second_factor_failed", userId, request, SecondFactor.NAME);
        return new LynchetException(ErrorCode.INVALID_CODE, "The code is wrong or used up.");
    }

    static LynchetException notEnrolled() {
        return new LynchetException(ErrorCode.NOT_FOUND, "The account has no authenticator app.");
    }

    static LynchetException busy() {
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "The code could not be checked right now.", 1);
    }
}
