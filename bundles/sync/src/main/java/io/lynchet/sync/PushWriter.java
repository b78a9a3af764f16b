// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Idempotency;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.data.Written;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.schema.SchemaChangedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Makes the changes of one push, in their order, for one caller. */
final class PushWriter {
    private static final int ATTEMPTS_MAX = 4;

    private final DataService data;
    private final Principal principal;
    private final String client;
    private final PushRequest push;

    /** @param client what the names of operations belong to, beside the caller's own identity */
    PushWriter(DataService data, Principal principal, String client, PushRequest push) {
        this.data = data;
        this.principal = principal;
        this.client = client;
        this.push = push;
    }

    CompletionStage<List<Outcome>> write() {
        return push.atomic() && !push.changes().isEmpty() ? together() : oneByOne();
    }

    // The store commits in the order in which writes reach it, so none has to wait for the one before it to be durable.
    private CompletionStage<List<Outcome>> oneByOne() {
        List<CompletableFuture<Outcome>> all = new ArrayList<>(push.changes().size());
        for (PushedChange change : push.changes()) {
            Optional<Idempotency> name = Optional.ofNullable(change.opId())
                    .map(opId -> Idempotency.of(client, opId, ChangeContent.of(List.of(change))));
            all.add(attempt(() -> List.of(change.mutation(data, principal)), name, 1)
                    .handle((written, failure) ->
                            failure == null ? Outcome.made(change, written, 0) : Outcome.failed(change, known(failure)))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(nothing -> all.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<List<Outcome>> together() {
        Optional<Idempotency> name = push.isRepeatable()
                ? Optional.of(Idempotency.of(client, batchName(), ChangeContent.of(push.changes())))
                : Optional.empty();
        return attempt(this::mutations, name, 1)
                .handle((written, failure) -> failure == null ? made(written) : refused(known(failure)));
    }

    private List<Mutation> mutations() {
        List<Mutation> mutations = new ArrayList<>(push.changes().size());
        for (PushedChange change : push.changes()) {
            try {
                mutations.add(change.mutation(data, principal));
            } catch (SchemaChangedException e) {
                throw e;
            } catch (LynchetException e) {
                throw new MutationFailure(mutations.size(), e);
            }
        }
        return mutations;
    }

    private List<Outcome> made(Written written) {
        List<Outcome> outcomes = new ArrayList<>(push.changes().size());
        for (int i = 0; i < push.changes().size(); i++) {
            outcomes.add(Outcome.made(push.changes().get(i), written, i));
        }
        return outcomes;
    }

    private List<Outcome> refused(LynchetException failure) {
        int guilty = failure instanceof MutationFailure one ? one.index() : -1;
        LynchetException others = guilty < 0 || failure.code().status() >= 500
                ? failure
                : new LynchetException(ErrorCode.BATCH_REFUSED, "Change " + guilty + " of the batch was refused.");
        List<Outcome> outcomes = new ArrayList<>(push.changes().size());
        for (int i = 0; i < push.changes().size(); i++) {
            outcomes.add(Outcome.failed(push.changes().get(i), i == guilty ? failure : others));
        }
        return outcomes;
    }

    /** Writes; prepares the write anew when the schema has changed under it. */
    private CompletionStage<Written> attempt(
            Supplier<List<Mutation>> mutations, Optional<Idempotency> name, int number) {
        CompletionStage<Written> stage;
        try {
            stage = data.write(principal, mutations.get(), name);
        } catch (LynchetException e) {
            stage = CompletableFuture.failedStage(e);
        }
        return stage.handle((written, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(written);
                    }
                    return number < ATTEMPTS_MAX && known(failure) instanceof SchemaChangedException
                            ? CompletableFuture.supplyAsync(() -> attempt(mutations, name, number + 1))
                                    .thenCompose(again -> again)
                            : CompletableFuture.<Written>failedStage(failure);
                })
                .thenCompose(next -> next);
    }

    private static LynchetException known(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof LynchetException expected) {
            return expected;
        }
        Vitals.suffered(cause);
        return new LynchetException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning(), failure);
    }

    /** One name that stands for the names of all operations, in their order. */
    private String batchName() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (PushedChange change : push.changes()) {
                digest.update(change.opId().getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) ' ');
            }
            return "batch-" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
