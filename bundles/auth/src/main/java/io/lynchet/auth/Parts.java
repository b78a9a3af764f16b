// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.http.Request;

/** What the routes of this bundle work with. */
record Parts(
        SystemRows rows,
        ManifestAuth manifest,
        AccountRows accounts,
        SessionRows sessions,
        KeyRows keys,
        GuestRows guests,
        Attempts attempts,
        Audit audit,
        boolean dev) {

    /** The signed-in user; {@code UNAUTHENTICATED} for everybody else. */
    static String signedIn(Request request) {
        Principal principal = request.principal();
        if (principal.userId() == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        }
        return principal.userId();
    }

    /** Whoever has this session, guests included; not a program that acts for one. */
    static String inSession(Request request) {
        String userId = signedIn(request);
        if (request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(ErrorCode.API_KEY_AUTH_FORBIDDEN, "Sign in as a person to change an account.");
        }
        return userId;
    }

    /** The signed-in person, not a program that acts for one, and no guest. */
    static String person(Request request) {
        String userId = inSession(request);
        if (request.principal().guest()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "A guest has no account; sign in first.");
        }
        return userId;
    }
}
