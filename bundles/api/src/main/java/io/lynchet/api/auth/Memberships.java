// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The memberships of users in organisations. A session may have an active organisation ({@code auth.tenantId}). Each
 * lookup of such a session checks here that its user is still a member. So an ended membership counts from the next
 * request on.
 */
@ConsumerType
public interface Memberships {
    /**
     * The system entity of memberships. It has a field {@code userId}. When a row of it changes, cached callers with
     * that user are dropped.
     */
    String ENTITY = "_auth_members";

    /**
     * Returns the role of a member, such as {@code owner}; policies see it as role {@code org:owner}. Empty for users
     * who are not members, and when there is no such organisation. Blocks; fails with {@code UNAVAILABLE} while there
     * is no data service.
     */
    Optional<String> role(String organisationId, String userId);
}
