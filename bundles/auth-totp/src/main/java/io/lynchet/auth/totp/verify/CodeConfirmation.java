// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.verify;

import io.lynchet.api.http.Request;
import io.lynchet.auth.totp.code.RecoveryCodes;
import io.lynchet.auth.totp.store.Enrolment;
import io.lynchet.auth.totp.store.TotpRows;
import java.time.Instant;
import java.util.List;

/** A code of a signed-in user: the first confirms the app, later ones only prove that the user still has it. */
public final class CodeConfirmation {
    private final TotpServices services;
    private final TotpRows rows;
    private final TotpLimits limits;
    private final CodeCheck check;
    private final RecoveryCodes recovery = new RecoveryCodes();

    public CodeConfirmation(TotpServices services, TotpRows rows, TotpLimits limits, CodeCheck check) {
        this.services = services;
        this.rows = rows;
        this.limits = limits;
        this.check = check;
    }

    /**
     * Checks a code. Returns the recovery codes when it has confirmed the app, else none. Fails with {@code NOT_FOUND},
     * {@code INVALID_CODE} or {@code RATE_LIMITED}.
     */
    public List<String> confirm(String userId, String code, Request request) {
        limits.signedIn(userId);
        Enrolment enrolment = rows.peek(userId).orElseThrow(CodeCheck::notEnrolled);
        if (enrolment.enabled()) {
            check.accept(userId, code, request);
            services.record("second_factor_shown", userId, request, SecondFactor.NAME);
            return List.of();
        }
        List<String> codes = recovery.newCodes();
        Instant now = rows.now();
        check.confirm(userId, code, request, (read, step) -> rows.enable(read, step, now, codes));
        new SecondFactor(services, rows).on(userId, now);
        services.record("second_factor_enabled", userId, request, SecondFactor.NAME);
        return codes;
    }
}
