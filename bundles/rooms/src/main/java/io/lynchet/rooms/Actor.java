// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;

/**
 * Who does something in rooms.
 *
 * @param person under which the others know them
 * @param principal by whose rights
 */
record Actor(String person, Principal principal) {
    /** The name of whoever holds the admin token and is no user. Ids of users are longer. */
    static final String ADMIN = "admin";

    /** {@code UNAUTHENTICATED} for anonymous callers, wherever it is about. */
    static Actor of(Principal principal) {
        String person = personOf(principal);
        if (person == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Rooms are for people who have signed in.");
        }
        return new Actor(person, principal);
    }

    /** An admin may act for somebody else. Of others the wish is not heard, as clients of old send it. */
    Actor actingFor(String userId) {
        return principal.admin() && userId != null ? new Actor(userId, principal) : this;
    }

    /** Null for anonymous callers. */
    static String personOf(Principal principal) {
        return principal.userId() == null && principal.admin() ? ADMIN : principal.userId();
    }
}
