// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.verify;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Request;
import io.lynchet.auth.totp.code.TimeCodes;
import io.lynchet.auth.totp.store.Enrolment;
import io.lynchet.auth.totp.store.RecoveryRows;
import io.lynchet.auth.totp.store.TotpRows;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.BiPredicate;

/** The check of codes; it accepts each only once. Its callers limit the number of tries. */
public final class CodeCheck {
    // More than one row can change while a code is checked; only a misbehaving store reaches it.
    public static final int TURNS_MAX = 50;

    private final TotpServices services;
    private final TotpRows rows;
    private final RecoveryRows recovery;
    private final TimeCodes codes = new TimeCodes();

    public CodeCheck(TotpServices services, TotpRows rows, RecoveryRows recovery) {
        this.services = services;
        this.rows = rows;
        this.recovery = recovery;
    }

    /**
     * Returns if the code is right, for an account with a confirmed app: a code of the app or a recovery code. Fails
     * with {@code NOT_FOUND} when the account has none, and with {@code INVALID_CODE}, which goes into the audit log.
     */
    public void accept(String userId, String code, Request request) {
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
        services.record("recovery_code_used", userId, request, recovery.left(userId) + " left");
    }

    /**
     * Confirms an app by its first code. Fails with:
     *
     * <ul>
     *   <li>{@code NOT_FOUND} when no app waits for it;
     *   <li>{@code CONFLICT} when it is confirmed already;
     *   <li>{@code INVALID_CODE}.
     * </ul>
     *
     * @param enabling writes the confirmation, given the row and the step of the code; returns false when the row has
     *     changed
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
                throw new LynchetException(ErrorCode.CONFLICT, "Another request has confirmed the app.");
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
        services.record("second_factor_failed", userId, request, SecondFactor.NAME);
        return new LynchetException(ErrorCode.INVALID_CODE, "The code is wrong or used up.");
    }

    public static LynchetException notEnrolled() {
        return new LynchetException(ErrorCode.NOT_FOUND, "The account has no authenticator app.");
    }

    public static LynchetException busy() {
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "The server could not check the code; try again.", 1);
    }
}
