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
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Operation;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.WritePath;
import io.lynchet.api.store.WriteRefusedException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The write path up to the store: what {@link PreparedWrites} makes of the mutations, and one commit whose guard is the policy. */
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
        int depth = hooks.depth().admit();
        Serving serving = state.get();
        PolicyContext context = new PolicyContext(principal, clock.instant());
        PreparedWrites prepared = new PreparedWrites(serving, context, hooks, ids);
        prepared.addAll(mutations);
        Commit commit = new Commit(
                prepared.writes(),
                prepared.guard(),
                idempotency.map(key -> operation(principal, key)),
                Optional.empty());
        return depth == 0 ? commit(serving, commit, prepared) : commitOfHook(serving, commit, prepared, depth);
    }

    private CompletionStage<Written> commitOfHook(Serving serving, Commit commit, PreparedWrites prepared, int depth) {
        HookDepth.Write write = hooks.depth().begin(depth);
        try {
            return commit(serving, commit, prepared).whenComplete((written, failure) -> write.end(written));
        } catch (RuntimeException | Error e) {
            write.end(null);
            throw e;
        }
    }

    private CompletionStage<Written> commit(Serving serving, Commit commit, PreparedWrites prepared) {
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
            } else if (translated(failure, prepared) instanceof SchemaChangedException stale) {
                state.successor(serving).thenRun(() -> answer.completeExceptionally(stale));
            } else {
                answer.completeExceptionally(translated(failure, prepared));
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

    private static Throwable translated(Throwable failure, PreparedWrites prepared) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WriteRefusedException refused) {
            LynchetException original = refused.getCause() instanceof LynchetException inner ? inner : refused;
            return new MutationFailure(refused.index(), prepared.blame(refused.index(), original));
        }
        boolean ofTheOne =
                cause instanceof LynchetException && prepared.writes().size() == 1;
        return ofTheOne ? prepared.blame(0, (LynchetException) cause) : cause;
    }

    // The caller's name is part of the key, so that nobody is answered with the result of somebody else's operation.
    private static Operation operation(Principal principal, Idempotency key) {
        if (key.clientId().length() > NAME_CHARS_MAX
                || key.operationId().length() > NAME_CHARS_MAX
                || key.operationId().isEmpty()) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "Client and operation ids have at most " + NAME_CHARS_MAX
                            + " characters, and an operation id at least 1.");
        }
        if (key.request().isEmpty() || key.request().length() > Operation.REQUEST_CHARS_MAX) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "The digest of a request has 1 to " + Operation.REQUEST_CHARS_MAX + " characters.");
        }
        String caller =
                principal.admin() ? "admin" : principal.userId() == null ? "anonymous" : "user " + principal.userId();
        return new Operation(new OperationKey(caller + " " + key.clientId(), key.operationId()), key.request());
    }
}
