// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.password.credential.PasswordSchema;
import io.lynchet.system.rows.SystemRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The stored verifications. Every write requires that the row is unchanged since it was read. So of several writes at
 * the same time one succeeds, and the others learn that they did not.
 */
public final class VerificationRows {
    private static final int PRUNED_MAX = 100;

    private final SystemRows rows;

    public VerificationRows(SystemRows rows) {
        this.rows = rows;
    }

    Instant now() {
        return rows.now();
    }

    /** Returns the row of the account, with a seq that is not newer than the content. */
    Optional<PendingVerification> read(String userId) {
        // An empty update returns the head of the log. A change between this and the read only makes the next write
        // fail.
        return rows.writeIfUnchanged(
                        service -> List.of(new Mutation.Update(userId, new Draft(entity(service)), Mutation.ANY)))
                .flatMap(touched -> rows.get(PasswordSchema.VERIFICATIONS, userId)
                        .map(row -> PendingVerification.of(row, touched.seq())));
    }

    /** Replaces the row that was read. Empty when another write was faster. */
    Optional<PendingVerification> replace(Optional<PendingVerification> before, PendingVerification wanted) {
        return rows.writeIfUnchanged(service -> {
                    Draft draft = new Draft(entity(service))
                            .set("email", wanted.email())
                            .set("accountEmail", wanted.accountEmail())
                            .set("codeHash", wanted.codeHash())
                            .set("salt", wanted.salt())
                            .set("tries", wanted.tries())
                            .set("sentAt", wanted.sentAt())
                            .set("expiresAt", wanted.expiresAt());
                    return List.of(
                            before.isPresent()
                                    ? new Mutation.Update(
                                            wanted.userId(), draft, before.get().seq())
                                    : new Mutation.Insert(draft.set("id", wanted.userId())));
                })
                .map(written -> wanted.after(wanted.tries(), seq(written)));
    }

    /** Counts one try. Empty when the row has changed: another try was counted, or the row is gone. */
    Optional<PendingVerification> takeTry(PendingVerification read) {
        long tries = read.tries() + 1;
        return rows.writeIfUnchanged(service -> List.of(
                        new Mutation.Update(read.userId(), new Draft(entity(service)).set("tries", tries), read.seq())))
                .map(written -> read.after(tries, seq(written)));
    }

    /** Deletes the row if it is unchanged. Returns whether this call deleted it. */
    boolean delete(PendingVerification read) {
        return rows.writeIfUnchanged(
                        service -> List.of(new Mutation.Delete(entity(service), read.userId(), read.seq())))
                .isPresent();
    }

    /** Deletes some expired rows. When another sending does the same, one of them does it for both. */
    void prune() {
        Instant now = rows.now();
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
        Query query =
                Query.of(entity, SystemRows.compare(entity, "expiresAt", Comparison.LESS_OR_EQUAL, now), PRUNED_MAX);
        return service.query(Principal.ADMIN, query).rows();
    }

    private static Entity entity(DataService service) {
        return SystemRows.entity(service, PasswordSchema.VERIFICATIONS);
    }

    private static long seq(WriteResult written) {
        return written.items().get(0).seq();
    }
}
