// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.Request;

/** The second half of a sign-in: a session that waits, and a code. */
final class SignInCompletion {
    private final Parts parts;
    private final TotpLimits limits;
    private final CodeCheck check;

    SignInCompletion(Parts parts, TotpLimits limits, CodeCheck check) {
        this.parts = parts;
        this.limits = limits;
        this.check = check;
    }

    /**
     * The full session that takes the place of the waiting one. {@code INVALID_CODE}, {@code RATE_LIMITED}, and {@code SESSION_EXPIRED} when
     * there were too many tries, after which it does not wait any more.
     */
    SignedIn complete(Session waiting, String code, Request request) {
        // First the tries of the session, so that many at a time can't use up those of the account.
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
        return parts.sessions().call(sessions -> sessions.complete(waiting, request));
    }

    private LynchetException ended(Session waiting, Request request) {
        if (parts.sessions().call(sessions -> sessions.revoke(waiting.id()))) {
            parts.record("session_revoked", waiting.userId(), request, "too many wrong codes");
        }
        return new LynchetException(ErrorCode.SESSION_EXPIRED, "Too many wrong codes; sign in again.");
    }
}
