// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.store;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.totp.code.RecoveryCodes;
import io.lynchet.system.rows.SystemRows;
import java.time.Instant;
import java.util.List;

/** The rows of unused recovery codes. The request that deletes a row uses its code. */
public final class RecoveryRows {
    // More than are ever made at a time, so that none stays when an account is deleted.
    private static final int ROWS_MAX = 1_000;

    private final SystemRows rows;

    public RecoveryRows(SystemRows rows) {
        this.rows = rows;
    }

    /** Uses a code up. Returns false when the account has no such code. */
    public boolean use(String userId, String code) {
        return RecoveryCodes.isCode(code) && rows.delete(TotpSchema.RECOVERY, RecoveryCodes.id(userId, code));
    }

    /** Returns the number of unused codes. */
    public long left(String userId) {
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
