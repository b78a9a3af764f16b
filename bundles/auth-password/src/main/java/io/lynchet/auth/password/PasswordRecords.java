// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes away an account's password, and the tokens and codes that were mailed for it: with the account, and when somebody proves its address who
 * may not be who made it.
 */
final class PasswordRecords implements AccountRecords {
    @Override
    public List<Mutation> credentials(DataService data, String userId) {
        List<Mutation> deletions = new ArrayList<>();
        add(deletions, data, PasswordSchema.PASSWORDS, "id", userId);
        add(deletions, data, PasswordSchema.RESETS, "userId", userId);
        add(deletions, data, PasswordSchema.VERIFICATIONS, "id", userId);
        return deletions;
    }

    private static void add(List<Mutation> deletions, DataService data, String name, String field, String userId) {
        Entity entity = SystemRows.entity(data, name);
        Query own = Query.of(entity, SystemRows.equal(entity, field, userId), Query.LIMIT_MAX - 1);
        for (Row row : data.query(Principal.ADMIN, own).rows()) {
            deletions.add(new Mutation.Delete(entity, row.id(), Mutation.ANY));
        }
    }

    /** Nothing: all that there is lets somebody in. */
    @Override
    public List<Mutation> others(DataService data, String userId) {
        return List.of();
    }
}
