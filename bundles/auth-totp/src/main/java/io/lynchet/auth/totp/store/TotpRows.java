// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.store;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.totp.secret.SecretCipher;
import io.lynchet.system.rows.SystemRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The rows of enrolments. A decision from a row is written only if the row is unchanged since. So of several at the
 * same time one succeeds, and the others learn that they did not.
 */
public final class TotpRows {
    private static final long NO_STEP = -1;

    private final SystemRows rows;
    private final SecretCipher cipher;

    public TotpRows(SystemRows rows, SecretCipher cipher) {
        this.rows = rows;
        this.cipher = cipher;
    }

    /** Returns the secret of an app. Fails with {@code SECOND_FACTOR_KEY_MISSING}. */
    public byte[] secret(Enrolment read) {
        return cipher.open(read.userId(), read.stored());
    }

    /** Returns the current time of the store's rows. */
    public Instant now() {
        return rows.now();
    }

    /** Returns the row, with a seq that is not newer than the content. */
    public Optional<Enrolment> read(String userId) {
        // An empty update returns the head of the log. A change between this and the read only makes the next write
        // fail.
        Optional<WriteResult> touched = rows.writeIfUnchanged(service -> List.of(new Mutation.Update(
                userId, new Draft(SystemRows.entity(service, TotpSchema.ENROLMENTS)), Mutation.ANY)));
        return touched.flatMap(written -> peek(userId, written.seq()));
    }

    /** Returns the row, for callers that write nothing that depends on it. */
    public Optional<Enrolment> peek(String userId) {
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

    /** Replaces the row that was read by an unconfirmed secret. Returns false when another write was faster. */
    public boolean begin(String userId, Optional<Enrolment> before, byte[] secret) {
        Instant now = now();
        String stored = cipher.encrypt(userId, secret);
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

    /** Notes that a code of this step was used. Returns false when the row has changed, perhaps by another code. */
    public boolean takeStep(Enrolment read, long step) {
        return rows.writeIfUnchanged(service ->
                        List.of(change(service, read, draft -> draft.set(TotpSchema.LAST_STEP, step))))
                .isPresent();
    }

    /**
     * Enables the app by a code of this step, and replaces the recovery codes. Returns false when the row has changed.
     */
    public boolean enable(Enrolment read, long step, Instant now, List<String> recovery) {
        return renew(
                read,
                now,
                recovery,
                draft -> draft.set(TotpSchema.LAST_STEP, step).set(TotpSchema.ENABLED_AT, now));
    }

    /** Replaces the recovery codes. Returns false when the row has changed. */
    public boolean renew(Enrolment read, Instant now, List<String> recovery) {
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
        if (cipher.isOutdated(read.stored()) && cipher.isKnown(read.stored())) {
            draft.set(TotpSchema.SECRET, cipher.encrypt(read.userId(), secret(read)));
        }
        return new Mutation.Update(read.userId(), values.apply(draft), read.seq());
    }

    /** Deletes the enrolment and the recovery codes, if there are any. */
    public void remove(String userId) {
        rows.writeAsRead(service -> deletions(service, userId));
    }

    /** Returns the deletion of an enrolment that waits for its first code, if there is one. */
    static List<Mutation> unconfirmed(DataService service, String userId) {
        Entity entity = SystemRows.entity(service, TotpSchema.ENROLMENTS);
        return service.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", userId))
                .filter(row -> row.get(TotpSchema.ENABLED_AT) == null)
                .<List<Mutation>>map(row -> List.of(new Mutation.Delete(entity, userId, Mutation.ANY)))
                .orElse(List.of());
    }

    /** Returns deletions of all data of this bundle about an account. */
    static List<Mutation> deletions(DataService service, String userId) {
        List<Mutation> deletions = new ArrayList<>(RecoveryRows.deletions(service, userId));
        Entity entity = SystemRows.entity(service, TotpSchema.ENROLMENTS);
        service.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", userId))
                .ifPresent(row -> deletions.add(new Mutation.Delete(entity, userId, Mutation.ANY)));
        return deletions;
    }
}
