// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.verify;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.Request;
import io.lynchet.auth.totp.code.TimeCodes;

/** The second half of a sign-in: a waiting session and a code. */
public final class SignInCompletion {
    private final TotpServices services;
    private final TotpLimits limits;
    private final CodeCheck check;

    public SignInCompletion(TotpServices services, TotpLimits limits, CodeCheck check) {
        this.services = services;
        this.limits = limits;
        this.check = check;
    }

    /**
     * Returns the full session that replaces the waiting one. Fails with:
     *
     * <ul>
     *   <li>{@code INVALID_CODE};
     *   <li>{@code RATE_LIMITED};
     *   <li>{@code SESSION_EXPIRED} after too many tries, which end the waiting session.
     * </ul>
     */
    public SignedIn complete(Session waiting, String code, Request request) {
        // The tries of the session first, so that many at a time can't use up those of the account.
        if (!limits.tryOf(waiting.id())) {
            throw ended(waiting, request);
        }
        if (TimeCodes.isCode(code)) {
            limits.signIn(waiting.userId());
        }
        try {
            check.accept(waiting.userId(), code, request);
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.INVALID_CODE && !limits.mayTryAgain(waiting.id())) {
                throw ended(waiting, request);
            }
            throw e;
        }
        return services.sessions().call(sessions -> sessions.complete(waiting, request));
    }

    private LynchetException ended(Session waiting, Request request) {
        if (services.sessions().call(sessions -> sessions.revoke(waiting.id()))) {
            services.record("session_revoked", waiting.userId(), request, "too many wrong codes");
        }
        return new LynchetException(ErrorCode.SESSION_EXPIRED, "Too many wrong codes; sign in again.");
    }
}
