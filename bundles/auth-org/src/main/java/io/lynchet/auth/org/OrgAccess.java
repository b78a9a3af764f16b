// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.http.Request;

/** Who may use the routes of this bundle at all. All of them answer as if they were not there while the manifest has organisations disabled. */
final class OrgAccess {
    private final OrgStore store;
    private final OrgSettings settings;

    OrgAccess(OrgStore store, OrgSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** For what changes nothing: anybody who is signed in, a program that acts for somebody, or an admin; {@code UNAUTHENTICATED}. */
    Actor reader(Request request) {
        requireEnabled(request);
        return request.principal().admin() ? Actor.ADMIN : new Actor(signedIn(request), false);
    }

    /** A person in a session, not a program that acts for one, and no guest; {@code UNAUTHENTICATED}, {@code API_KEY_AUTH_FORBIDDEN}. */
    Actor person(Request request) {
        requireEnabled(request);
        String userId = signedIn(request);
        if (request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(
                    ErrorCode.API_KEY_AUTH_FORBIDDEN, "Sign in as a person to change an organisation.");
        }
        if (request.principal().guest()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "A guest has no account; sign in first.");
        }
        return new Actor(userId, false);
    }

    /** A person in a session, or an admin. */
    Actor personOrAdmin(Request request) {
        return request.principal().admin() ? reader(request) : person(request);
    }

    private static String signedIn(Request request) {
        Principal principal = request.principal();
        if (principal.userId() == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        }
        return principal.userId();
    }

    // In the words of the router, which knows nothing of the manifest.
    private void requireEnabled(Request request) {
        if (store.<Boolean>read(view -> settings.disabled(view.data()))) {
            throw new LynchetException(
                    ErrorCode.NOT_FOUND, "No route matches " + request.method() + " " + request.path() + ".");
        }
    }
}
