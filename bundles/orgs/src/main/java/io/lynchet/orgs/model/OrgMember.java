// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Instant;

/** A member of an organisation. */
public record OrgMember(String organisationId, String userId, OrgRole role, Instant joinedAt) {
    public static OrgMember of(Row row) {
        return new OrgMember(
                (String) row.get(OrgSchema.ORGANISATION_ID),
                (String) row.get(OrgSchema.USER_ID),
                OrgRole.of((String) row.get(OrgSchema.ROLE)).orElseThrow(),
                (Instant) row.get(OrgSchema.JOINED_AT));
    }

    /** Returns the id of the member's row, and of the app's row about the member. */
    public String id() {
        return OrgIds.member(organisationId, userId);
    }

    public OrgMember with(OrgRole newRole) {
        return new OrgMember(organisationId, userId, newRole, joinedAt);
    }

    public Draft draft(Entity entity) {
        return new Draft(entity)
                .set("id", id())
                .set(OrgSchema.ORGANISATION_ID, organisationId)
                .set(OrgSchema.USER_ID, userId)
                .set(OrgSchema.ROLE, role.wire())
                .set(OrgSchema.JOINED_AT, joinedAt);
    }
}
