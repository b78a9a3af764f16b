// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.Written;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The rows of {@link CodeSchema}. Every write is made under the condition that the row is still as it was read, so of several that come at the
 * same time one wins and the others are told.
 */
final class CodeRows {
    /** How many expired rows one sending clears away: more than one, so that none pile up. */
    static final int PRUNED_MAX = 100;

    private static final long WRITE_SECONDS_MAX = 30;
    private static final Set<ErrorCode> LOST = Set.of(ErrorCode.CONFLICT, ErrorCode.ID_CONFLICT, ErrorCode.NOT_FOUND);

    private final Gate<DataService> data;

    CodeRows(Gate<DataService> data) {
        this.data = data;
    }

    /** Id of the row of an address in lower case; addresses themselves are not stored. */
    static String id(String email) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(email.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What is stored for that id, with a seq that is not newer than what was read. */
    Optional<Pending> read(String id) {
        return data.call(service -> {
            Entity entity = entity(service);
            // An update of nothing tells the head of the log. A change between this and the read only makes the next
            // write fail.
            Optional<Written> touched = attempt(service, new Mutation.Update(id, new Draft(entity), Mutation.ANY));
            Filter byId =
                    new Filter.Compare(new Operand.FieldRef(0, entity.id()), Comparison.EQUAL, new Operand.Literal(id));
            return touched.flatMap(
                    written -> service.find(Principal.ADMIN, entity, byId).map(row -> pending(row, written.seq())));
        });
    }

    /** Stores a new one in the place of what was read; empty when somebody else was faster. */
    Optional<Pending> replace(Optional<Pending> before, Pending wanted) {
        return data.call(service -> {
            Draft draft = new Draft(entity(service))
                    .set(CodeSchema.CODE_HASH, wanted.codeHash())
                    .set(CodeSchema.SALT, wanted.salt())
                    .set(CodeSchema.TRIES, wanted.tries())
                    .set(CodeSchema.SENT_AT, wanted.sentAt())
                    .set(CodeSchema.EXPIRES_AT, wanted.expiresAt());
            Mutation mutation = before.isPresent()
                    ? new Mutation.Update(wanted.id(), draft, before.get().seq())
                    : new Mutation.Insert(draft.set("id", wanted.id()));
            return attempt(service, mutation).map(written -> at(wanted, wanted.tries(), written));
        });
    }

    /** Counts one try; empty when the row has changed, so that another try was counted or it is gone. */
    Optional<Pending> takeTry(Pending pending) {
        return data.call(service -> {
            long tries = pending.tries() + 1;
            Draft patch = new Draft(entity(service)).set(CodeSchema.TRIES, tries);
            return attempt(service, new Mutation.Update(pending.id(), patch, pending.seq()))
                    .map(written -> at(pending, tries, written));
        });
    }

    /** Whether it was this call that took the row away, as it was read. */
    boolean delete(Pending pending) {
        return data.call(service -> attempt(service, new Mutation.Delete(entity(service), pending.id(), pending.seq()))
                .isPresent());
    }

    /** Clears away some rows that have expired. When another sending does the same, one of them does it for both. */
    void prune(Instant now) {
        data.call(service -> {
            Entity entity = entity(service);
            Filter expired = new Filter.Compare(
                    new Operand.FieldRef(0, entity.fieldOrNull(CodeSchema.EXPIRES_AT)),
                    Comparison.LESS_OR_EQUAL,
                    new Operand.Literal(now));
            List<Row> rows = service.query(Principal.ADMIN, Query.of(entity, expired, PRUNED_MAX))
                    .rows();
            // Head of the log before the rows are read again: whatever was sent anew by then stays.
            return rows.isEmpty()
                    ? Optional.empty()
                    : prune(service, entity, rows.get(0).id(), expired);
        });
    }

    private static Optional<Written> prune(DataService service, Entity entity, String anyId, Filter expired) {
        return attempt(service, new Mutation.Update(anyId, new Draft(entity), Mutation.ANY))
                .flatMap(touched -> {
                    List<Mutation> deletes = new ArrayList<>();
                    for (Row row : service.query(Principal.ADMIN, Query.of(entity, expired, PRUNED_MAX))
                            .rows()) {
                        deletes.add(new Mutation.Delete(entity, row.id(), touched.seq()));
                    }
                    return deletes.isEmpty() ? Optional.empty() : attempt(service, deletes);
                });
    }

    private static Entity entity(DataService service) {
        Entity entity = service.app().schema().entityOrNull(CodeSchema.ENTITY);
        if (entity == null) {
            throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "Codes can't be stored right now.", 1);
        }
        return entity;
    }

    private static Optional<Written> attempt(DataService service, Mutation mutation) {
        return attempt(service, List.of(mutation));
    }

    // Empty when the condition of the write did not hold; every other failure is thrown.
    private static Optional<Written> attempt(DataService service, List<Mutation> mutations) {
        try {
            return Optional.of(await(service.write(Principal.ADMIN, mutations, Optional.empty())));
        } catch (SchemaChangedException e) {
            throw e;
        } catch (LynchetException e) {
            if (LOST.contains(e.code())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Written await(CompletionStage<Written> stage) {
        try {
            return stage.toCompletableFuture().get(WRITE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new LynchetException(ErrorCode.STORE_FAILED, "The code could not be stored.", e.getCause());
        } catch (TimeoutException e) {
            throw new LynchetException(ErrorCode.UNAVAILABLE, "The store takes too long.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "Interrupted while waiting for the store.", e);
        }
    }

    private static Pending at(Pending pending, long tries, Written written) {
        return new Pending(
                pending.id(),
                written.items().get(0).seq(),
                pending.codeHash(),
                pending.salt(),
                tries,
                pending.sentAt(),
                pending.expiresAt());
    }

    private static Pending pending(Row row, long seq) {
        return new Pending(
                row.id(),
                seq,
                (String) row.get(CodeSchema.CODE_HASH),
                (String) row.get(CodeSchema.SALT),
                (Long) row.get(CodeSchema.TRIES),
                (Instant) row.get(CodeSchema.SENT_AT),
                (Instant) row.get(CodeSchema.EXPIRES_AT));
    }
}
