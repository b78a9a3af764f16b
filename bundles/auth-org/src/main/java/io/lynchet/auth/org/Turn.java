// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Optional;

/**
 * Whose turn it is to change something. Each organisation has one row, and so has each person who ever was in one; every change that concerns
 * them puts a row with another id in its place, in the same transaction:
 *
 * <pre>
 *   read   org-7f -> row "org-7f-4"
 *   write  delete "org-7f-4", insert "org-7f-5", and what is to be changed
 * </pre>
 *
 * Of two changes that were decided by the same rows the second finds its row gone and fails with all it wanted to write; it has to read
 * again. That is how an organisation keeps an owner although each of two leaves because there is the other one. It has to be read before what
 * the change is decided by.
 *
 * @param number 0 when there is no row yet
 */
record Turn(Entity entity, String subject, long number) {
    static Turn ofOrganisation(DataService data, String id) {
        return of(data, "org-" + id);
    }

    /** For what depends on all organisations of a person: their number, and whether the account is there at all. */
    static Turn ofUser(DataService data, String userId) {
        return of(data, "user-" + OrgIds.digest(userId));
    }

    private static Turn of(DataService data, String subject) {
        Entity entity = SystemRows.entity(data, OrgSchema.TURNS);
        Optional<Row> row = data.find(Principal.ADMIN, entity, SystemRows.equal(entity, OrgSchema.SUBJECT, subject));
        return new Turn(
                entity, subject, row.map(r -> (Long) r.get(OrgSchema.NUMBER)).orElse(0L));
    }

    /** The writes that take it. */
    List<Mutation> taken() {
        return number == 0 ? List.of(insertion()) : List.of(deletion(number), insertion());
    }

    /** The writes after which there is none, since what it stood for is gone. */
    List<Mutation> ended() {
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
