// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Request;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgSettings;
import io.lynchet.orgs.store.OrgStore;

/**
 * The check who may use the routes of this bundle at all. While the manifest has organisations disabled, all of them
 * look missing.
 */
public final class OrgAccess {
    private final OrgStore store;
    private final OrgSettings settings;

    public OrgAccess(OrgStore store, OrgSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * Returns the caller of a route that changes nothing: any signed-in user, a program that acts for one, or an admin.
     * Fails with {@code UNAUTHENTICATED}.
     */
    public OrgActor reader(Request request) {
        requireEnabled(request);
        return request.principal().admin() ? OrgActor.ADMIN : new OrgActor(signedIn(request), false);
    }

    /**
     * Returns a person in a session, not a program that acts for one, and no guest. Fails with {@code UNAUTHENTICATED}
     * or {@code API_KEY_AUTH_FORBIDDEN}.
     */
    public OrgActor person(Request request) {
        requireEnabled(request);
        String userId = signedIn(request);
        if (request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(
                    ErrorCode.API_KEY_AUTH_FORBIDDEN, "An API key can't change an organisation; sign in instead.");
        }
        if (request.principal().guest()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "A guest has no account; sign in first.");
        }
        return new OrgActor(userId, false);
    }

    /** Returns a person in a session, or an admin. */
    public OrgActor personOrAdmin(Request request) {
        return request.principal().admin() ? reader(request) : person(request);
    }

    private static String signedIn(Request request) {
        Principal principal = request.principal();
        if (principal.userId() == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        }
        return principal.userId();
    }

    // In the words of the router, which does not know the manifest.
    private void requireEnabled(Request request) {
        if (store.<Boolean>read(view -> settings.disabled(view.data()))) {
            throw new LynchetException(
                    ErrorCode.NOT_FOUND, "No route matches " + request.method() + " " + request.path() + ".");
        }
    }
}
