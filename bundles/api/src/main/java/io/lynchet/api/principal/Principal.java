// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.principal;

import java.util.Set;

/**
 * The identity of a caller, as policies see it. Absent values are null.
 *
 * @param userId the id of the signed-in user or guest; null for anonymous and for the admin token
 * @param email the verified address
 * @param tenantId the active organisation
 * @param roles the names of the roles
 * @param admin whether it passes every policy and may use admin operations
 * @param guest whether it is signed in without an identity
 */
public record Principal(String userId, String email, String tenantId, Set<String> roles, boolean admin, boolean guest) {
    public static final Principal ANONYMOUS = new Principal(null, null, null, Set.of(), false, false);
    public static final Principal ADMIN = new Principal(null, null, null, Set.of(), true, false);

    public Principal {
        roles = Set.copyOf(roles);
    }

    /** Returns the principal of a signed-in user without roles. */
    public static Principal user(String userId) {
        return new Principal(userId, null, null, Set.of(), false, false);
    }
}
