// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.write;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.WriteRefusedException;
import io.lynchet.api.store.WriterThreads;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.hook.HookChain;
import io.lynchet.data.hook.HookDepth;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The write path up to the store: it prepares mutations with {@link PreparedWrites} and makes one commit whose guard is
 * the policy.
 */
public final class PolicyWrites {
    private static final int NAME_CHARS_MAX = 200;

    private final ServingState state;
    private final Gate<Store> stores;
    private final HookChain hooks;
    private final Clock clock;
    private final IdSource ids = new IdSource();

    public PolicyWrites(ServingState state, Gate<Store> stores, HookChain hooks, Clock clock) {
        this.state = state;
        this.stores = stores;
        this.hooks = hooks;
        this.clock = clock;
    }

    public CompletionStage<WriteResult> write(
            Principal principal, List<Mutation> mutations, Optional<Operation> operation) {
        if (mutations.isEmpty() || mutations.size() > Commit.WRITES_MAX) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "A write has 1 to " + Commit.WRITES_MAX + " operations, not " + mutations.size() + ".");
        }
        int depth = hooks.depth().admit();
        ServingApp serving = state.get();
        PolicyContext context = new PolicyContext(principal, clock.instant());
        PreparedWrites prepared = new PreparedWrites(serving, context, hooks, ids);
        prepared.addAll(mutations);
        Commit commit = new Commit(
                prepared.writes(),
                prepared.guard(),
                operation.map(asked -> ofCaller(principal, asked)),
                Optional.empty());
        return depth == 0 ? commit(serving, commit, prepared) : commitOfHook(serving, commit, prepared, depth);
    }

    private CompletionStage<WriteResult> commitOfHook(
            ServingApp serving, Commit commit, PreparedWrites prepared, int depth) {
        HookDepth.Write write = hooks.depth().begin(depth);
        try {
            return commit(serving, commit, prepared).whenComplete((written, failure) -> write.end(written));
        } catch (RuntimeException | Error e) {
            write.end(null);
            throw e;
        }
    }

    private CompletionStage<WriteResult> commit(ServingApp serving, Commit commit, PreparedWrites prepared) {
        Lease<Store> lease = stores.lease();
        CompletionStage<WriteResult> stage;
        try {
            stage = lease.service().commit(commit);
        } catch (RuntimeException | Error e) {
            lease.release();
            throw e;
        }
        CompletableFuture<WriteResult> answer = WriterThreads.stage();
        stage.whenComplete((result, failure) -> {
            lease.release();
            if (failure == null) {
                answer.complete(result);
            } else if (translated(failure, prepared) instanceof SchemaChangedException stale) {
                state.successor(serving).thenRun(() -> answer.completeExceptionally(stale));
            } else {
                answer.completeExceptionally(translated(failure, prepared));
            }
        });
        return answer;
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

    // The key includes the caller, so that a caller never gets the result of another one's operation.
    private static Operation ofCaller(Principal principal, Operation operation) {
        OperationKey key = operation.key();
        if (key.clientId().length() > NAME_CHARS_MAX
                || key.operationId().length() > NAME_CHARS_MAX
                || key.operationId().isEmpty()) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "Client and operation ids have at most " + NAME_CHARS_MAX
                            + " characters, and an operation id at least 1.");
        }
        if (operation.request().isEmpty()) {
            throw new LynchetException(
                    ErrorCode.INVALID_DATA,
                    "The digest of a request has 1 to " + Operation.REQUEST_CHARS_MAX + " characters.");
        }
        String caller =
                principal.admin() ? "admin" : principal.userId() == null ? "anonymous" : "user " + principal.userId();
        return new Operation(new OperationKey(caller + " " + key.clientId(), key.operationId()), operation.request());
    }
}
