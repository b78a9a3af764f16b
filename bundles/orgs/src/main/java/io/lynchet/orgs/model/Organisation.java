// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Instant;

/**
 * An organisation.
 *
 * @param createdBy the user who created it, or null when that account is gone
 */
public record Organisation(String id, String name, String createdBy, Instant createdAt) {
    public static Organisation of(Row row) {
        return new Organisation(
                row.id(), (String) row.get(OrgSchema.NAME), (String) row.get(OrgSchema.CREATED_BY), (Instant)
                        row.get(OrgSchema.CREATED_AT));
    }

    public Draft draft(Entity entity) {
        return new Draft(entity)
                .set("id", id)
                .set(OrgSchema.NAME, name)
                .set(OrgSchema.CREATED_BY, createdBy)
                .set(OrgSchema.CREATED_AT, createdAt);
    }
}
