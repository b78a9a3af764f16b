// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Instant;

/**
 * An open invitation.
 *
 * @param id the digest of its token
 * @param email the invited address, in lower case
 * @param tokenPrefix the first characters of the token, by which people recognise it
 */
public record Invitation(
        String id,
        String organisationId,
        String email,
        OrgRole role,
        String tokenPrefix,
        String invitedBy,
        Instant createdAt,
        Instant expiresAt) {
    public static Invitation of(Row row) {
        return new Invitation(
                row.id(),
                (String) row.get(OrgSchema.ORGANISATION_ID),
                (String) row.get(OrgSchema.EMAIL),
                OrgRole.of((String) row.get(OrgSchema.ROLE)).orElseThrow(),
                (String) row.get(OrgSchema.TOKEN_PREFIX),
                (String) row.get(OrgSchema.INVITED_BY),
                (Instant) row.get(OrgSchema.CREATED_AT),
                (Instant) row.get(OrgSchema.EXPIRES_AT));
    }

    public boolean isOpen(Instant now) {
        return now.isBefore(expiresAt);
    }

    public Draft draft(Entity entity) {
        return new Draft(entity)
                .set("id", id)
                .set(OrgSchema.ORGANISATION_ID, organisationId)
                .set(OrgSchema.EMAIL, email)
                .set(OrgSchema.ROLE, role.wire())
                .set(OrgSchema.TOKEN_PREFIX, tokenPrefix)
                .set(OrgSchema.INVITED_BY, invitedBy)
                .set(OrgSchema.CREATED_AT, createdAt)
                .set(OrgSchema.EXPIRES_AT, expiresAt);
    }
}
