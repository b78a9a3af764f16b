// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.util.Set;

/**
 * Who is calling, as policies see it. Values that are absent are null.
 *
 * @param userId id of the signed-in user or guest; null for anonymous and for the admin token
 * @param email verified address
 * @param tenantId active organisation
 * @param roles names of roles
 * @param admin passes every policy and may use admin operations
 * @param guest signed in without an identity
 */
public record Principal(String userId, String email, String tenantId, Set<String> roles, boolean admin, boolean guest) {
    public static final Principal ANONYMOUS = new Principal(null, null, null, Set.of(), false, false);
    public static final Principal ADMIN = new Principal(null, null, null, Set.of(), true, false);

    public Principal {
        roles = Set.copyOf(roles);
    }

    /** A signed-in user without roles. */
    public static Principal user(String userId) {
        return new Principal(userId, null, null, Set.of(), false, false);
    }
}
