// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.data.Written;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The rows of enrolments. What is decided from a row is written under the condition that it still is as it was read, so of several that come at
 * the same time one wins and the others are told.
 */
final class TotpRows {
    private static final long NO_STEP = -1;

    private final SystemRows rows;
    private final SecretSeal seal;

    TotpRows(SystemRows rows, SecretSeal seal) {
        this.rows = rows;
        this.seal = seal;
    }

    /** The secret of an app; {@code SECOND_FACTOR_KEY_MISSING}. */
    byte[] secret(Enrolment read) {
        return seal.open(read.userId(), read.stored());
    }

    /** The time as rows keep it. */
    Instant now() {
        return rows.now();
    }

    /** What is stored, with a seq that is not newer than what was read. */
    Optional<Enrolment> read(String userId) {
        // An update of nothing tells the head of the log. A change between this and the read only makes the next write
        // fail.
        Optional<Written> touched = rows.writeIfUnchanged(service -> List.of(new Mutation.Update(
                userId, new Draft(SystemRows.entity(service, TotpSchema.ENROLMENTS)), Mutation.ANY)));
        return touched.flatMap(written -> peek(userId, written.seq()));
    }

    /** What is stored, for those that write nothing that depends on it. */
    Optional<Enrolment> peek(String userId) {
        return peek(userId, 0);
    }

    private Optional<Enrolment> peek(String userId, long seq) {
        return rows.get(TotpSchema.ENROLMENTS, userId).map(row -> enrolment(row, seq));
    }

    private static Enrolment enrolment(Row row, long seq) {
        return new Enrolment(
                row.id(), seq, (String) row.get(TotpSchema.SECRET), (Long) row.get(TotpSchema.LAST_STEP), (Instant)
                        row.get(TotpSchema.ENABLED_AT));
    }

    /** Stores a secret that is not confirmed in the place of what was read; false when somebody else was faster. */
    boolean begin(String userId, Optional<Enrolment> before, byte[] secret) {
        Instant now = now();
        String stored = seal.seal(userId, secret);
        return rows.writeIfUnchanged(service -> {
                    Draft draft = new Draft(SystemRows.entity(service, TotpSchema.ENROLMENTS))
                            .set(TotpSchema.SECRET, stored)
                            .set(TotpSchema.LAST_STEP, NO_STEP)
                            .set(TotpSchema.ENROLLED_AT, now);
                    return List.of(
                            before.isPresent()
                                    ? new Mutation.Update(
                                            userId, draft, before.get().seq())
                                    : new Mutation.Insert(draft.set("id", userId)));
                })
                .isPresent();
    }

    /** Notes that a code of this step was taken; false when the row has changed, so that perhaps another was. */
    boolean takeStep(Enrolment read, long step) {
        return rows.writeIfUnchanged(service ->
                        List.of(change(service, read, draft -> draft.set(TotpSchema.LAST_STEP, step))))
                .isPresent();
    }

    /** Turns it on by a code of this step, with these recovery codes and no others; false when the row has changed. */
    boolean enable(Enrolment read, long step, Instant now, List<String> recovery) {
        return renew(
                read,
                now,
                recovery,
                draft -> draft.set(TotpSchema.LAST_STEP, step).set(TotpSchema.ENABLED_AT, now));
    }

    /** Replaces the recovery codes; false when the row has changed. */
    boolean renew(Enrolment read, Instant now, List<String> recovery) {
        return renew(read, now, recovery, draft -> draft);
    }

    private boolean renew(Enrolment read, Instant now, List<String> recovery, UnaryOperator<Draft> besides) {
        return rows.writeIfUnchanged(service -> {
                    List<Mutation> writes = new ArrayList<>();
                    writes.add(
                            change(service, read, draft -> besides.apply(draft).set(TotpSchema.RENEWED_AT, now)));
                    writes.addAll(RecoveryRows.deletions(service, read.userId()));
                    writes.addAll(RecoveryRows.insertions(service, read.userId(), recovery, now));
                    return writes;
                })
                .isPresent();
    }

    private Mutation change(DataService service, Enrolment read, UnaryOperator<Draft> values) {
        Draft draft = new Draft(SystemRows.entity(service, TotpSchema.ENROLMENTS));
        if (seal.isOutdated(read.stored()) && seal.isKnown(read.stored())) {
            draft.set(TotpSchema.SECRET, seal.seal(read.userId(), secret(read)));
        }
        return new Mutation.Update(read.userId(), values.apply(draft), read.seq());
    }

    /** Deletes the enrolment and the recovery codes, if there are any. */
    void remove(String userId) {
        rows.writeAsRead(service -> deletions(service, userId));
    }

    /** The deletion of an enrolment that waits for its first code, if there is one. */
    static List<Mutation> unconfirmed(DataService service, String userId) {
        Entity entity = SystemRows.entity(service, TotpSchema.ENROLMENTS);
        return service.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", userId))
                .filter(row -> row.get(TotpSchema.ENABLED_AT) == null)
                .<List<Mutation>>map(row -> List.of(new Mutation.Delete(entity, userId, Mutation.ANY)))
                .orElse(List.of());
    }

    /** Deletions of all that this bundle keeps about an account. */
    static List<Mutation> deletions(DataService service, String userId) {
        List<Mutation> deletions = new ArrayList<>(RecoveryRows.deletions(service, userId));
        Entity entity = SystemRows.entity(service, TotpSchema.ENROLMENTS);
        service.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", userId))
                .ifPresent(row -> deletions.add(new Mutation.Delete(entity, userId, Mutation.ANY)));
        return deletions;
    }
}
