// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.write;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.hook.HookChain;
import io.lynchet.data.hook.HookedDraft;
import io.lynchet.data.read.PolicyReads;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The mutations of one call as the store gets them: checked, passed through the hooks, checked again. Confined to the
 * calling thread until they are committed.
 */
final class PreparedWrites {
    private final ServingApp serving;
    private final PolicyContext context;
    private final HookChain hooks;
    private final IdSource ids;
    private final List<Write> writes = new ArrayList<>();
    private final Map<Integer, HookedDraft> hooked = new HashMap<>(0);
    private final IdentityHashMap<Write, BitSet> serversOwn = new IdentityHashMap<>(0);

    PreparedWrites(ServingApp serving, PolicyContext context, HookChain hooks, IdSource ids) {
        this.serving = serving;
        this.context = context;
        this.hooks = hooks;
        this.ids = ids;
    }

    List<Write> writes() {
        return writes;
    }

    Guard guard() {
        return context.principal().admin() ? Guard.NONE : new PolicyGuard(context, serving, serversOwn);
    }

    /** Returns the store's error about a write as an error of the one that has set the value: the client or a hook. */
    LynchetException blame(int index, LynchetException refusal) {
        HookedDraft draft = hooked.get(index);
        return draft != null && refusal.code() == ErrorCode.INVALID_REFERENCE ? draft.blame(refusal) : refusal;
    }

    /**
     * Prepares all mutations, in order. When there are several, a {@link MutationFailure} names the first refused one.
     */
    void addAll(List<Mutation> mutations) {
        for (Mutation mutation : mutations) {
            try {
                writes.add(prepare(mutation));
            } catch (SchemaChangedException e) {
                throw e;
            } catch (LynchetException e) {
                throw mutations.size() == 1 ? e : new MutationFailure(writes.size(), e);
            }
        }
    }

    private Write prepare(Mutation mutation) {
        Entity entity = mutation.entity();
        if (!serving.owns(entity)) {
            throw new SchemaChangedException();
        }
        refuseIfNeverAllowed(mutation);
        if (mutation instanceof Mutation.Insert insert) {
            return prepareInsert(insert.draft());
        }
        if (mutation instanceof Mutation.Update update) {
            return prepareUpdate(update);
        }
        Mutation.Delete delete = (Mutation.Delete) mutation;
        hooks.beforeDelete(context.principal(), entity, delete.id());
        return new Write.Delete(entity, delete.id(), delete.unchangedSince());
    }

    private Write prepareInsert(Draft draft) {
        Principal principal = context.principal();
        DraftCheck.callerMayName(principal, draft, true);
        HookedDraft shown = null;
        if (hooks.applyTo(draft.entity())) {
            DraftCheck.types(draft);
            shown = new HookedDraft(draft);
            hooks.beforeInsert(principal, shown);
        }
        BitSet own = serversOwn(draft, shown, true);
        Row row = blaming(shown, () -> DraftCheck.complete(principal, draft, ids, context.now()));
        return remember(new Write.Insert(row), own, shown);
    }

    private Write prepareUpdate(Mutation.Update update) {
        Draft patch = update.patch();
        if (patch.names(patch.entity().id())) {
            if (!update.id().equals(patch.id())) {
                throw new LynchetException(ErrorCode.READONLY_FIELD, "The id of a row can't be changed.");
            }
            patch.unset(patch.entity().id());
        }
        DraftCheck.callerMayName(context.principal(), patch, false);
        HookedDraft shown = null;
        if (hooks.applyTo(patch.entity())) {
            DraftCheck.types(patch);
            shown = new HookedDraft(patch);
            hooks.beforeUpdate(context.principal(), update.id(), shown);
        }
        blaming(shown, () -> {
            DraftCheck.patch(patch);
            return patch;
        });
        BitSet own = serversOwn(patch, shown, false);
        return remember(new Write.Update(update.id(), patch, update.unchangedSince()), own, shown);
    }

    private static <T> T blaming(HookedDraft shown, Supplier<T> check) {
        try {
            return check.get();
        } catch (LynchetException e) {
            throw shown == null ? e : shown.blame(e);
        }
    }

    /** Returns the references that the caller has not chosen, or null when there are none. */
    private static BitSet serversOwn(Draft draft, HookedDraft shown, boolean insert) {
        BitSet own = null;
        List<Field> fields = draft.entity().fields();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.type().target() != null && isServersOwn(draft, shown, field, insert)) {
                own = own == null ? new BitSet() : own;
                own.set(field.ordinal());
            }
        }
        return own;
    }

    private static boolean isServersOwn(Draft draft, HookedDraft shown, Field field, boolean insert) {
        if (shown != null && shown.isSetByHook(field)) {
            return true;
        }
        // A caller may name a stamp, but only with the value that it has anyway.
        return insert
                && field.defaultValue().isPresent()
                && (!draft.names(field) || field.defaultValue().get() instanceof FieldDefault.FromAuth);
    }

    private Write remember(Write write, BitSet own, HookedDraft shown) {
        if (own != null) {
            serversOwn.put(write, own);
        }
        if (shown != null) {
            hooked.put(writes.size(), shown);
        }
        return write;
    }

    // A rule that allows no row fails before any look-up, so that the error reveals nothing about rows.
    private void refuseIfNeverAllowed(Mutation mutation) {
        if (context.principal().admin()) {
            return;
        }
        Action action = mutation instanceof Mutation.Insert
                ? Action.INSERT
                : mutation instanceof Mutation.Update ? Action.UPDATE : Action.DELETE;
        AccessRule rule = serving.policies().rule(mutation.entity(), action);
        if (!rule.rowDependent() && rule.filter(context).equals(Filter.Constant.FALSE)) {
            throw PolicyReads.denied();
        }
    }
}
