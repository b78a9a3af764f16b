// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;
import java.util.Set;

/**
 * A person, or a guest, as this server knows them. What an app keeps about them besides is in its own user entity, under the same id.
 *
 * @param email in lower case, or null when none is known
 * @param emailVerified whether somebody has proven that mail to it reaches them
 * @param displayName may be null
 * @param avatarUrl may be null
 * @param roles names of roles, which policies see as {@code auth.roles}
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
