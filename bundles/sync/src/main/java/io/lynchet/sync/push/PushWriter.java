// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.push;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
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

/** The writer of one push. It makes the changes in their order, for one caller. */
final class PushWriter {
    private static final int ATTEMPTS_MAX = 4;

    private final DataService data;
    private final Principal principal;
    private final String client;
    private final PushRequest push;

    /**
     * Creates a writer.
     *
     * @param client the scope of operation names, beside the caller's own identity
     */
    PushWriter(DataService data, Principal principal, String client, PushRequest push) {
        this.data = data;
        this.principal = principal;
        this.client = client;
        this.push = push;
    }

    CompletionStage<List<PushOutcome>> write() {
        return push.atomic() && !push.changes().isEmpty() ? together() : oneByOne();
    }

    // The store commits in the order in which writes reach it, so no write has to wait until the one before is durable.
    private CompletionStage<List<PushOutcome>> oneByOne() {
        List<CompletableFuture<PushOutcome>> all =
                new ArrayList<>(push.changes().size());
        for (PushedChange change : push.changes()) {
            Optional<Operation> name = Optional.ofNullable(change.opId())
                    .map(opId -> Operation.of(new OperationKey(client, opId), CanonicalChange.of(List.of(change))));
            all.add(attempt(() -> List.of(change.mutation(data, principal)), name, 1)
                    .handle((written, failure) -> failure == null
                            ? PushOutcome.made(change, written, 0)
                            : PushOutcome.failed(change, known(failure)))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(nothing -> all.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<List<PushOutcome>> together() {
        Optional<Operation> name = push.isRepeatable()
                ? Optional.of(Operation.of(new OperationKey(client, batchName()), CanonicalChange.of(push.changes())))
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

    private List<PushOutcome> made(WriteResult written) {
        List<PushOutcome> outcomes = new ArrayList<>(push.changes().size());
        for (int i = 0; i < push.changes().size(); i++) {
            outcomes.add(PushOutcome.made(push.changes().get(i), written, i));
        }
        return outcomes;
    }

    private List<PushOutcome> refused(LynchetException failure) {
        int guilty = failure instanceof MutationFailure one ? one.index() : -1;
        LynchetException others = guilty < 0 || failure.code().status() >= 500
                ? failure
                : new LynchetException(ErrorCode.BATCH_REFUSED, "Change " + guilty + " of the batch failed.");
        List<PushOutcome> outcomes = new ArrayList<>(push.changes().size());
        for (int i = 0; i < push.changes().size(); i++) {
            outcomes.add(PushOutcome.failed(push.changes().get(i), i == guilty ? failure : others));
        }
        return outcomes;
    }

    /**
     * Writes. Prepares the write again when the schema has changed meanwhile, at most {@link #ATTEMPTS_MAX} times in
     * all.
     */
    private CompletionStage<WriteResult> attempt(
            Supplier<List<Mutation>> mutations, Optional<Operation> name, int number) {
        CompletionStage<WriteResult> stage;
        try {
            stage = data.write(principal, mutations.get(), name);
        } catch (LynchetException e) {
            stage = CompletableFuture.failedStage(e);
        }
        return stage.handle((written, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(written);
                    }
                    // With this failure the stage completes on a thread that hooks may block.
                    return number < ATTEMPTS_MAX && known(failure) instanceof SchemaChangedException
                            ? attempt(mutations, name, number + 1)
                            : CompletableFuture.<WriteResult>failedStage(failure);
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

    /** Returns one name that stands for the names of all operations, in their order. */
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
