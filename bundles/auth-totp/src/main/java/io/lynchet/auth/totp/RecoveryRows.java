// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import java.time.Instant;
import java.util.List;

/** The rows of recovery codes that are left. Whoever deletes one has used the code. */
final class RecoveryRows {
    // Never more than are made at a time, but nothing should stay when an account goes.
    private static final int ROWS_MAX = 1_000;

    private final SystemRows rows;

    RecoveryRows(SystemRows rows) {
        this.rows = rows;
    }

    /** Whether it was a code of that account, which it is no more. */
    boolean use(String userId, String code) {
        return RecoveryCodes.isCode(code) && rows.delete(TotpSchema.RECOVERY, RecoveryCodes.id(userId, code));
    }

    /** How many are left. */
    long left(String userId) {
        return rows.read(service -> {
            Entity entity = SystemRows.entity(service, TotpSchema.RECOVERY);
            return service.count(Principal.ADMIN, entity, SystemRows.equal(entity, TotpSchema.USER, userId));
        });
    }

    static List<Mutation> deletions(DataService service, String userId) {
        Entity entity = SystemRows.entity(service, TotpSchema.RECOVERY);
        Query own = Query.of(entity, SystemRows.equal(entity, TotpSchema.USER, userId), ROWS_MAX);
        return service.query(Principal.ADMIN, own).rows().stream()
                .<Mutation>map(row -> new Mutation.Delete(entity, row.id(), Mutation.ANY))
                .toList();
    }

    static List<Mutation> insertions(DataService service, String userId, List<String> codes, Instant at) {
        Entity entity = SystemRows.entity(service, TotpSchema.RECOVERY);
        return codes.stream()
                .<Mutation>map(code -> new Mutation.Insert(new Draft(entity)
                        .set("id", RecoveryCodes.id(userId, code))
                        .set(TotpSchema.USER, userId)
                        .set(TotpSchema.CREATED_AT, at)))
                .toList();
    }
}
