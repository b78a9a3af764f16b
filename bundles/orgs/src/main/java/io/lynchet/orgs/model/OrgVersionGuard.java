// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.system.rows.SystemRows;
import java.util.List;
import java.util.Optional;

/**
 * The guard that lets one of several concurrent changes succeed. Each organisation has one version row, and so has each
 * user who ever was in one. Every change that concerns them replaces the row by one with another id, in the same
 * commit:
 *
 * <pre>
 *   read   org-7f -> row "org-7f-4"
 *   write  delete "org-7f-4", insert "org-7f-5", and the change itself
 * </pre>
 *
 * Of two changes decided from the same rows, the second finds its row gone. It fails as a whole and has to read again.
 * That keeps an owner in an organisation when two owners leave at the same time, each because the other one is there.
 * The guard must be read before the rows that decide the change.
 *
 * @param number 0 when there is no row yet
 */
public record OrgVersionGuard(Entity entity, String subject, long number) {
    public static OrgVersionGuard ofOrganisation(DataService data, String id) {
        return of(data, "org-" + id);
    }

    /** Returns the guard of all organisations of a user: for their number, and for the existence of the account. */
    public static OrgVersionGuard ofUser(DataService data, String userId) {
        return of(data, "user-" + OrgIds.digest(userId));
    }

    private static OrgVersionGuard of(DataService data, String subject) {
        Entity entity = SystemRows.entity(data, OrgSchema.VERSIONS);
        Optional<Row> row = data.find(Principal.ADMIN, entity, SystemRows.equal(entity, OrgSchema.SUBJECT, subject));
        return new OrgVersionGuard(
                entity, subject, row.map(r -> (Long) r.get(OrgSchema.NUMBER)).orElse(0L));
    }

    /** Returns the writes that take the guard. */
    public List<Mutation> taken() {
        return number == 0 ? List.of(insertion()) : List.of(deletion(number), insertion());
    }

    /** Returns the writes that delete the guard, when its subject is gone. */
    public List<Mutation> ended() {
        return number == 0 ? List.of(insertion(), deletion(1)) : List.of(deletion(number));
    }

    private Mutation insertion() {
        return new Mutation.Insert(new Draft(entity)
                .set("id", id(number + 1))
                .set(OrgSchema.SUBJECT, subject)
                .set(OrgSchema.NUMBER, number + 1));
    }

    private Mutation deletion(long which) {
        return new Mutation.Delete(entity, id(which), Mutation.ANY);
    }

    private String id(long which) {
        return subject + "-" + which;
    }
}
