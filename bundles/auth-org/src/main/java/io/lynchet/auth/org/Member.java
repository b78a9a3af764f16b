// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Instant;

/** Somebody who belongs to an organisation. */
record Member(String organisationId, String userId, OrgRole role, Instant joinedAt) {
    static Member of(Row row) {
        return new Member(
                (String) row.get(OrgSchema.ORGANISATION_ID),
                (String) row.get(OrgSchema.USER_ID),
                OrgRole.of((String) row.get(OrgSchema.ROLE)).orElseThrow(),
                (Instant) row.get(OrgSchema.JOINED_AT));
    }

    /** Of its row, and of the app's row about it. */
    String id() {
        return OrgIds.member(organisationId, userId);
    }

    Member with(OrgRole newRole) {
        return new Member(organisationId, userId, newRole, joinedAt);
    }

    Draft draft(Entity entity) {
        return new Draft(entity)
                .set("id", id())
                .set(OrgSchema.ORGANISATION_ID, organisationId)
                .set(OrgSchema.USER_ID, userId)
                .set(OrgSchema.ROLE, role.wire())
                .set(OrgSchema.JOINED_AT, joinedAt);
    }
}
