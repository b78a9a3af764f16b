// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Principal;

/**
 * The caller of an action in rooms.
 *
 * @param person the name under which others know them
 * @param principal the principal whose rights count
 */
public record RoomActor(String person, Principal principal) {
    /** The name of a caller with the admin token who is no user. Ids of users are longer. */
    static final String ADMIN = "admin";

    /** Returns the actor of a principal. Fails with {@code UNAUTHENTICATED} for anonymous callers. */
    public static RoomActor of(Principal principal) {
        String person = personOf(principal);
        if (person == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in to use rooms.");
        }
        return new RoomActor(person, principal);
    }

    /**
     * Returns the actor as which an admin acts for a user. For other callers the wish is ignored, since older clients
     * send it.
     */
    public RoomActor actingFor(String userId) {
        return principal.admin() && userId != null ? new RoomActor(userId, principal) : this;
    }

    /** Returns the person's name, or null for anonymous callers. */
    public static String personOf(Principal principal) {
        return principal.userId() == null && principal.admin() ? ADMIN : principal.userId();
    }
}
