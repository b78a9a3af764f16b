// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;

/** Asks the policies inside the transaction. What a caller may not read is not found; what it may read but not change is denied. */
record PolicyGuard(PolicyContext context, PolicySet policies) implements Guard {
    @Override
    public void check(Write write, Row before, Row after, RowSource rows) {
        if (write instanceof Write.Insert) {
            if (!policies.rule(write.entity(), Action.INSERT).permits(context, after, null, rows)) {
                throw Reads.denied();
            }
            return;
        }
        boolean update = write instanceof Write.Update;
        Action action = update ? Action.UPDATE : Action.DELETE;
        Row proposed = update ? after : before;
        if (!policies.rule(write.entity(), action).permits(context, proposed, before, rows)) {
            boolean readable = policies.rule(write.entity(), Action.READ).permits(context, before, before, rows);
            throw readable ? Reads.denied() : Reads.notFound(write.entity(), write.id());
        }
    }
}
