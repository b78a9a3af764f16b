// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.http.Request;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.account.AccountRows;
import io.lynchet.auth.caller.ApiKeyRows;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.auth.session.GuestRows;
import io.lynchet.auth.session.SessionService;
import io.lynchet.system.rows.SystemRows;

/** The services that the routes of this bundle use. */
public record AuthServices(
        SystemRows rows,
        ManifestAuth manifest,
        AccountRows accounts,
        SessionService sessions,
        ApiKeyRows keys,
        GuestRows guests,
        AttemptLimiter attempts,
        Audit audit,
        boolean dev) {

    /** Returns the id of the signed-in user. Fails with {@code UNAUTHENTICATED} for all other callers. */
    public static String signedIn(Request request) {
        Principal principal = request.principal();
        if (principal.userId() == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        }
        return principal.userId();
    }

    /**
     * Returns the user id of a session, guests included. Fails with {@code UNAUTHENTICATED} without a user, and with
     * {@code API_KEY_AUTH_FORBIDDEN} for a program that acts for one.
     */
    public static String inSession(Request request) {
        String userId = signedIn(request);
        if (request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(
                    ErrorCode.API_KEY_AUTH_FORBIDDEN, "An API key can't change an account; sign in instead.");
        }
        return userId;
    }

    /**
     * Returns the user id of a session. Fails with {@code UNAUTHENTICATED} for guests, too, and with
     * {@code API_KEY_AUTH_FORBIDDEN} for a program that acts for a user.
     */
    static String person(Request request) {
        String userId = inSession(request);
        if (request.principal().guest()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "A guest has no account; sign in first.");
        }
        return userId;
    }
}
