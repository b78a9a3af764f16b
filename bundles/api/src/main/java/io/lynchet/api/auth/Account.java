// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;
import java.util.Set;

/**
 * The account of a person or a guest on this server. An app keeps further data about them in its own user entity, under
 * the same id.
 *
 * @param email in lower case, or null when unknown
 * @param emailVerified whether somebody has proven that mail to the address reaches them
 * @param displayName may be null
 * @param avatarUrl may be null
 * @param roles the names of the roles, which policies see as {@code auth.roles}
 */
public record Account(
        String id,
        String email,
        boolean emailVerified,
        String displayName,
        String avatarUrl,
        Set<String> roles,
        boolean guest,
        Instant createdAt) {
    public Account {
        roles = Set.copyOf(roles);
    }
}
