// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.system.rows.SystemRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The removal of an account's password, and of the tokens and codes that were mailed for it. It happens with the
 * account's deletion, and when a user proves the address who may not have made the account.
 */
public final class AccountPasswordRecords implements AccountRecords {
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

    /** Returns nothing: all records of this bundle are credentials. */
    @Override
    public List<Mutation> others(DataService data, String userId) {
        return List.of();
    }
}
