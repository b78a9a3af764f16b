// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.write;

import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.read.PolicyReads;
import java.util.BitSet;
import java.util.IdentityHashMap;

/**
 * The guard that checks policies inside the transaction. A row that the caller may not read is not found, also as a
 * target of a reference. A row that it may read but not change is denied.
 *
 * @param serversOwn by write, the ordinals of references whose values come from the server (a default, a stamp, a hook)
 *     and reveal nothing to the caller
 */
record PolicyGuard(PolicyContext context, ServingApp serving, IdentityHashMap<Write, BitSet> serversOwn)
        implements Guard {
    @Override
    public void check(Write write, Row before, Row after, RowSource rows) {
        PolicySet policies = serving.policies();
        if (write instanceof Write.Insert) {
            if (!policies.rule(write.entity(), Action.INSERT).permits(context, after, null, rows)) {
                throw PolicyReads.denied();
            }
            return;
        }
        boolean update = write instanceof Write.Update;
        Action action = update ? Action.UPDATE : Action.DELETE;
        Row proposed = update ? after : before;
        if (!policies.rule(write.entity(), action).permits(context, proposed, before, rows)) {
            boolean readable = policies.rule(write.entity(), Action.READ).permits(context, before, before, rows);
            throw readable ? PolicyReads.denied() : PolicyReads.notFound(write.entity(), write.id());
        }
    }

    @Override
    public Filter referable(Write write, Field reference) {
        Object target = write instanceof Write.Insert insert
                ? insert.row().get(reference.ordinal())
                : ((Write.Update) write).patch().get(reference);
        BitSet own = serversOwn.get(write);
        // A signed-in caller knows that its own user row exists, whether the rules show it or not.
        return target.equals(context.principal().userId()) || (own != null && own.get(reference.ordinal()))
                ? Filter.Constant.TRUE
                : readable(
                        serving.model().schema().entityOrNull(reference.type().target()));
    }

    @Override
    public Filter nameable(Entity entity, Field reference) {
        return reference.serverOnly() ? Filter.Constant.FALSE : readable(entity);
    }

    private Filter readable(Entity entity) {
        return serving.policies().rule(entity, Action.READ).filter(context);
    }
}
