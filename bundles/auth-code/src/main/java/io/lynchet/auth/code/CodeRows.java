// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.system.rows.SystemRows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The rows of {@link CodeSchema}. Every write requires that the row is unchanged since it was read. So of several
 * writes at the same time one succeeds, and the others learn that they did not.
 */
final class CodeRows {
    /** The most expired rows that one sending deletes: more than one, so that they do not pile up. */
    static final int PRUNED_MAX = 100;

    private final SystemRows rows;

    CodeRows(SystemRows rows) {
        this.rows = rows;
    }

    /** Returns the current time of the store's rows. */
    Instant now() {
        return rows.now();
    }

    /** Returns the id of the row of a canonical address; addresses themselves are not stored. */
    static String id(String email) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(email.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the row of an id, with a seq that is not newer than the content. */
    Optional<PendingCode> read(String id) {
        // An empty update returns the head of the log. A change between this and the read only makes the next write
        // fail.
        return rows.writeIfUnchanged(
                        service -> List.of(new Mutation.Update(id, new Draft(entity(service)), Mutation.ANY)))
                .flatMap(touched -> rows.get(CodeSchema.ENTITY, id).map(row -> pending(row, touched.seq())));
    }

    /** Replaces the row that was read. Empty when another write was faster. */
    Optional<PendingCode> replace(Optional<PendingCode> before, PendingCode wanted) {
        return rows.writeIfUnchanged(service -> {
                    Draft draft = new Draft(entity(service))
                            .set(CodeSchema.CODE_HASH, wanted.codeHash())
                            .set(CodeSchema.SALT, wanted.salt())
                            .set(CodeSchema.TRIES, wanted.tries())
                            .set(CodeSchema.ASKED_FROM, wanted.askedFrom())
                            .set(CodeSchema.SENT_AT, wanted.sentAt())
                            .set(CodeSchema.EXPIRES_AT, wanted.expiresAt());
                    return List.of(
                            before.isPresent()
                                    ? new Mutation.Update(
                                            wanted.id(), draft, before.get().seq())
                                    : new Mutation.Insert(draft.set("id", wanted.id())));
                })
                .map(written -> at(wanted, wanted.tries(), written));
    }

    /** Counts one try. Empty when the row has changed: another try was counted, or the row is gone. */
    Optional<PendingCode> takeTry(PendingCode pending) {
        long tries = pending.tries() + 1;
        return rows.writeIfUnchanged(service -> List.of(new Mutation.Update(
                        pending.id(), new Draft(entity(service)).set(CodeSchema.TRIES, tries), pending.seq())))
                .map(written -> at(pending, tries, written));
    }

    /** Deletes the row if it is unchanged. Returns whether this call deleted it. */
    boolean delete(PendingCode pending) {
        return rows.writeIfUnchanged(
                        service -> List.of(new Mutation.Delete(entity(service), pending.id(), pending.seq())))
                .isPresent();
    }

    /** Deletes some expired rows. When another sending does the same, one of them does it for both. */
    void prune(Instant now) {
        List<Row> old = rows.read(service -> expired(service, now));
        if (old.isEmpty()) {
            return;
        }
        // The head of the log before the rows are read again: a code that was sent anew by then stays.
        rows.writeIfUnchanged(service ->
                        List.of(new Mutation.Update(old.get(0).id(), new Draft(entity(service)), Mutation.ANY)))
                .ifPresent(touched -> rows.writeIfUnchanged(service -> expired(service, now).stream()
                        .<Mutation>map(row -> new Mutation.Delete(row.entity(), row.id(), touched.seq()))
                        .toList()));
    }

    private static List<Row> expired(DataService service, Instant now) {
        Entity entity = entity(service);
        Query query = Query.of(
                entity, SystemRows.compare(entity, CodeSchema.EXPIRES_AT, Comparison.LESS_OR_EQUAL, now), PRUNED_MAX);
        return service.query(Principal.ADMIN, query).rows();
    }

    private static Entity entity(DataService service) {
        return SystemRows.entity(service, CodeSchema.ENTITY);
    }

    private static PendingCode at(PendingCode pending, long tries, WriteResult written) {
        return new PendingCode(
                pending.id(),
                written.items().get(0).seq(),
                pending.codeHash(),
                pending.salt(),
                tries,
                pending.askedFrom(),
                pending.sentAt(),
                pending.expiresAt());
    }

    private static PendingCode pending(Row row, long seq) {
        return new PendingCode(
                row.id(),
                seq,
                (String) row.get(CodeSchema.CODE_HASH),
                (String) row.get(CodeSchema.SALT),
                (Long) row.get(CodeSchema.TRIES),
                (String) row.get(CodeSchema.ASKED_FROM),
                (Instant) row.get(CodeSchema.SENT_AT),
                (Instant) row.get(CodeSchema.EXPIRES_AT));
    }
}
