// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who belongs to which organisation. A session may have an active one ({@code auth.tenantId}); whether its user still is a member is asked
 * here whenever the session is looked up, so a membership that ended counts from the next request on.
 */
@ConsumerType
public interface Memberships {
    /**
     * The system entity of memberships. It has a field {@code userId}; when a row of it changes, what is remembered of callers with that user
     * is forgotten.
     */
    String ENTITY = "_auth_members";

    /**
     * The role of a member, such as {@code owner}; policies see it as role {@code org:owner}. Empty for those who are no members, and when
     * there is no such organisation. Blocks; {@code UNAVAILABLE} while there is no data service.
     */
    Optional<String> role(String organisationId, String userId);
}
