// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.data.Written;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The stored verifications. Every write is made under the condition that the row is still as it was read, so of several that come at the same
 * time one wins and the others are told.
 */
final class VerificationRows {
    private static final int PRUNED_MAX = 100;

    private final SystemRows rows;

    VerificationRows(SystemRows rows) {
        this.rows = rows;
    }

    Instant now() {
        return rows.now();
    }

    /** What is stored for the account, with a seq that is not newer than what was read. */
    Optional<Verification> read(String userId) {
        // An update of nothing tells the head of the log. A change between this and the read only makes the next write
        // fail.
        return rows.writeIfUnchanged(
                        service -> List.of(new Mutation.Update(userId, new Draft(entity(service)), Mutation.ANY)))
                .flatMap(touched ->
                        rows.get(PasswordSchema.VERIFICATIONS, userId).map(row -> Verification.of(row, touched.seq())));
    }

    /** Stores a new one in the place of what was read; empty when somebody else was faster. */
    Optional<Verification> replace(Optional<Verification> before, Verification wanted) {
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

    /** Counts one try; empty when the row has changed, so that another try was counted or it is gone. */
    Optional<Verification> takeTry(Verification read) {
        long tries = read.tries() + 1;
        return rows.writeIfUnchanged(service -> List.of(
                        new Mutation.Update(read.userId(), new Draft(entity(service)).set("tries", tries), read.seq())))
                .map(written -> read.after(tries, seq(written)));
    }

    /** Whether it was this call that took the row away, as it was read. */
    boolean delete(Verification read) {
        return rows.writeIfUnchanged(
                        service -> List.of(new Mutation.Delete(entity(service), read.userId(), read.seq())))
                .isPresent();
    }

    /** Clears away some rows that have expired. When another sending does the same, one of them does it for both. */
    void prune() {
        Instant now = rows.now();
        List<Row> old = rows.read(service -> expired(service, now));
        if (old.isEmpty()) {
            return;
        }
        // Head of the log before the rows are read again: whatever was sent anew by then stays.
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

    private static long seq(Written written) {
        return written.items().get(0).seq();
    }
}
