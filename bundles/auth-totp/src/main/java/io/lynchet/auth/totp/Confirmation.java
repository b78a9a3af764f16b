// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.http.Request;
import java.time.Instant;
import java.util.List;

/** A code of somebody who is signed in: the first confirms the app, later ones only prove that it is still at hand. */
final class Confirmation {
    private final Parts parts;
    private final TotpRows rows;
    private final TotpLimits limits;
    private final CodeCheck check;
    private final RecoveryCodes recovery = new RecoveryCodes();

    Confirmation(Parts parts, TotpRows rows, TotpLimits limits, CodeCheck check) {
        this.parts = parts;
        this.rows = rows;
        this.limits = limits;
        this.check = check;
    }

    /** Recovery codes when the app was confirmed by this, else none. {@code NOT_FOUND}, {@code INVALID_CODE}, {@code RATE_LIMITED}. */
    List<String> confirm(String userId, String code, Request request) {
        limits.signedIn(userId);
        Enrolment enrolment = rows.peek(userId).orElseThrow(CodeCheck::notEnrolled);
        if (enrolment.enabled()) {
            check.accept(userId, code, request);
            parts.record("second_factor_shown", userId, request, SecondFactor.NAME);
            return List.of();
        }
        List<String> codes = recovery.newCodes();
        Instant now = rows.now();
        check.confirm(userId, code, request, (read, step) -> rows.enable(read, step, now, codes));
        new SecondFactor(parts, rows).on(userId, now);
        parts.record("second_factor_enabled", userId, request, SecondFactor.NAME);
        return codes;
    }
}
