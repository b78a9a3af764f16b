// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.Idempotency;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.data.Written;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WritePath;
import io.lynchet.api.store.WriteRefusedException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The write path up to the store: validate, hooks, validate again, and one commit whose guard is the policy. */
final class Writes {
    private static final int NAME_CHARS_MAX = 200;

    private final ServingState state;
    private final Gate<Store> stores;
    private final HookChain hooks;
    private final Clock clock;
    private final IdSource ids = new IdSource();

    Writes(ServingState state, Gate<Store> stores, HookChain hooks, Clock clock) {
        this.state = state;
        this.stores = stores;
        this.hooks = hooks;
        this.clock = clock;
    }

    CompletionStage<Written> write(Principal principal, List<Mutation> mutations, Optional<Idempotency> idempotency) {
        if (mutations.isEmpty() || mutations.size() > Commit.WRITES_MAX) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "A write takes 1 to " + Commit.WRITES_MAX + " operations, not " + mutations.size() + ".");
        }
        Serving serving = state.get();
        PolicyContext context = new PolicyContext(principal, clock.instant());
        List<Write> writes = new ArrayList<>(mutations.size());
        for (int i = 0; i < mutations.size(); i++) {
            try {
                writes.add(prepare(serving, context, mutations.get(i)));
            } catch (SchemaChangedException e) {
                throw e;
            } catch (LynchetException e) {
                throw mutations.size() == 1 ? e : new MutationFailure(i, e);
            }
        }
        Guard guard = principal.admin() ? Guard.NONE : new PolicyGuard(context, serving.policies());
        Commit commit =
                new Commit(writes, guard, idempotency.map(key -> operationKey(principal, key)), Optional.empty());
        return commit(serving, commit);
    }

    private CompletionStage<Written> commit(Serving serving, Commit commit) {
        Lease<Store> lease = stores.lease();
        CompletionStage<Committed> stage;
        try {
            stage = lease.service().commit(commit);
        } catch (RuntimeException | Error e) {
            lease.release();
            throw e;
        }
        CompletableFuture<Written> answer = WritePath.stage();
        stage.whenComplete((committed, failure) -> {
            lease.release();
            if (failure == null) {
                answer.complete(answer(committed));
            } else if (translated(failure) instanceof SchemaChangedException stale) {
                state.successor(serving).thenRun(() -> answer.completeExceptionally(stale));
            } else {
                answer.completeExceptionally(translated(failure));
            }
        });
        return answer;
    }

    private static Written answer(Committed committed) {
        List<Written.Item> items = new ArrayList<>(committed.applied().size());
        for (Committed.Applied applied : committed.applied()) {
            items.add(new Written.Item(applied.entity(), applied.id(), applied.kind(), applied.seq()));
        }
        return new Written(committed.seq(), items, committed.replayed());
    }

    private static Throwable translated(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WriteRefusedException refused) {
            LynchetException original = refused.getCause() instanceof LynchetException inner ? inner : refused;
            return new MutationFailure(refused.index(), original);
        }
        return cause;
    }

    private Write prepare(Serving serving, PolicyContext context, Mutation mutation) {
        Entity entity = mutation.entity();
        if (!serving.owns(entity)) {
            throw new SchemaChangedException();
        }
        Principal principal = context.principal();
        refuseIfNeverAllowed(serving, context, mutation);
        if (mutation instanceof Mutation.Insert insert) {
            return prepareInsert(principal, insert.draft(), context.now());
        }
        if (mutation instanceof Mutation.Update update) {
            return prepareUpdate(principal, update);
        }
        Mutation.Delete delete = (Mutation.Delete) mutation;
        hooks.beforeDelete(principal, entity, delete.id());
        return new Write.Delete(entity, delete.id(), delete.unchangedSince());
    }

    private Write prepareInsert(Principal principal, Draft draft, Instant now) {
        DraftCheck.callerMayName(principal, draft, true);
        if (hooks.applyTo(draft.entity())) {
            DraftCheck.types(draft);
            hooks.beforeInsert(principal, draft);
        }
        DraftCheck.complete(principal, draft, ids, now);
        return new Write.Insert(draft.toRow());
    }

    private Write prepareUpdate(Principal principal, Mutation.Update update) {
        Draft patch = update.patch();
        if (patch.names(patch.entity().id())) {
            if (!update.id().equals(patch.id())) {
                throw new LynchetException(ErrorCode.READONLY_FIELD, "The id of a row can't be changed.");
            }
            patch.unset(patch.entity().id());
        }
        DraftCheck.callerMayName(principal, patch, false);
        if (hooks.applyTo(patch.entity())) {
            DraftCheck.types(patch);
            hooks.beforeUpdate(principal, update.id(), patch);
        }
        DraftCheck.patch(patch);
        return new Write.Update(update.id(), patch, update.unchangedSince());
    }

    // A rule that no row can satisfy is answered before anything is looked up, so that it tells nothing about rows.
    private static void refuseIfNeverAllowed(Serving serving, PolicyContext context, Mutation mutation) {
        if (context.principal().admin()) {
            return;
        }
        Action action = mutation instanceof Mutation.Insert
                ? Action.INSERT
                : mutation instanceof Mutation.Update ? Action.UPDATE : Action.DELETE;
        AccessRule rule = serving.policies().rule(mutation.entity(), action);
        if (!rule.rowDependent() && rule.filter(context).equals(Filter.Constant.FALSE)) {
            throw Reads.denied();
        }
    }

    // The caller's name is part of the key, so that nobody is answered with the result of somebody else's operation.
    private static OperationKey operationKey(Principal principal, Idempotency key) {
        if (key.clientId().length() > NAME_CHARS_MAX
                || key.operationId().length() > NAME_CHARS_MAX
                || key.operationId().isEmpty()) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "Client and operation ids have at most " + NAME_CHARS_MAX
                            + " characters, and an operation id at least 1.");
        }
        String caller =
                principal.admin() ? "admin" : principal.userId() == null ? "anonymous" : "user " + principal.userId();
        return new OperationKey(caller + " " + key.clientId(), key.operationId());
    }
}
