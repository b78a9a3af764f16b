// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.MigrationStep;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The errors with which a store refuses, see {@link Write} and {@link Store}: one wording for all stores. No message names a value or a row
 * other than the one the caller named, since the caller may not be allowed to read it.
 */
public final class Refusals {
    /** Rows that a migration problem names at most. */
    public static final int ROWS_NAMED_MAX = 10;

    private Refusals() {}

    public static LynchetException idConflict(Entity entity, String id) {
        return new LynchetException(ErrorCode.ID_CONFLICT, entity.name() + " " + id + " exists already");
    }

    /** The same words for every reason why a row is not there for somebody, so that they tell nothing about rows that may not be read. */
    public static LynchetException notFound(Entity entity, String id) {
        return new LynchetException(ErrorCode.NOT_FOUND, entity.name() + " with id \"" + id + "\" not found");
    }

    /** For a row with a change after {@code unchangedSince}. */
    public static LynchetException changedSince(Entity entity, String id, long unchangedSince) {
        return new LynchetException(
                ErrorCode.CONFLICT, entity.name() + " " + id + " has changed since " + unchangedSince);
    }

    /** For a patch that names another id. */
    public static LynchetException idChanged(Entity entity) {
        return one(ErrorCode.READONLY_FIELD, "id", "the id of " + entity.name() + " can't change");
    }

    /** For a reference to a row that is not there. */
    public static LynchetException targetMissing(Field field) {
        return one(
                ErrorCode.INVALID_REFERENCE,
                field.name(),
                field.name() + " refers to a " + field.type().target() + " that does not exist");
    }

    /** For a delete while {@code referrer.field} holds the id. */
    public static LynchetException inUse(Entity entity, String id, Entity referrer, Field field) {
        return new LynchetException(
                ErrorCode.REFERENCE_IN_USE,
                entity.name() + " " + id + " is referred to by " + referrer.name() + "." + field.name());
    }

    /** For a delete while rows that must not be told of hold the id. */
    public static LynchetException inUse(Entity entity, String id) {
        return new LynchetException(
                ErrorCode.REFERENCE_IN_USE, entity.name() + " " + id + " is referred to by other rows");
    }

    /** For values that another row has in a unique field or index; one problem for each field. */
    public static LynchetException notUnique(Entity entity, List<String> fields) {
        String message = "another " + entity.name() + " has the same " + String.join(", ", fields);
        List<Problem> problems = fields.stream()
                .map(field -> new Problem("$." + field, ErrorCode.UNIQUE_VIOLATION, message))
                .toList();
        return new LynchetException(ErrorCode.UNIQUE_VIOLATION, message, problems);
    }

    /** For a check that looks at rows of which one waits for a unique value that another one still has. */
    public static LynchetException notYetUnique(Entity entity) {
        return new LynchetException(
                ErrorCode.UNIQUE_VIOLATION,
                "another " + entity.name() + " has a unique value at this point of the transaction, and a rule looks at"
                        + " both; free the value before another row takes it");
    }

    /** For what came out of a guard: a {@link LynchetException} as it is, also one that it waited for; anything else as {@code INTERNAL}. */
    public static LynchetException guardFailed(Throwable failure) {
        Throwable known = failure instanceof CompletionException || failure instanceof ExecutionException
                ? failure.getCause()
                : failure;
        return known instanceof LynchetException answer
                ? answer
                : new LynchetException(ErrorCode.INTERNAL, "the check of a write broke", failure);
    }

    /** For code in the write path that writes, or waits for a write. */
    public static LynchetException insideWrite() {
        return new LynchetException(
                ErrorCode.INTERNAL,
                "a policy function, a guard or a listener of commits can't wait for a write: all writes wait for it;"
                        + " write in an after-hook, or on a thread of its own without waiting");
    }

    /** For a read set that is no longer true. */
    public static LynchetException readSetBroken(ReadSet reads) {
        return new LynchetException(
                ErrorCode.CONFLICT, "rows that this transaction read have changed since " + reads.seq());
    }

    /** For an operation key that is known from another request. */
    public static LynchetException keyReused() {
        return new LynchetException(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "This key was used for another request. Nothing was written; send a new key with a new request.");
    }

    /** For a full queue. */
    public static LynchetException overloaded() {
        return LynchetException.retryable(ErrorCode.OVERLOADED, "the write queue is full; try again", 1);
    }

    /** For a store that is going away. */
    public static LynchetException closing() {
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "the store is closing; try again", 1);
    }

    /** For a log position from which the log can't be read on. */
    public static LynchetException resync(long after) {
        return new LynchetException(ErrorCode.RESYNC_REQUIRED, "the log can't be read from " + after);
    }

    /** For a log position between two changes of one commit. */
    public static LynchetException insideCommit(long after) {
        return new LynchetException(
                ErrorCode.RESYNC_REQUIRED, "the log can't be read from " + after + ", which is inside a commit");
    }

    /** For a sum that is no number of its type. */
    public static LynchetException overflow(Field field) {
        return new LynchetException(
                ErrorCode.NUMBER_OVERFLOW, "the sum of " + field.name() + " leaves the range of its type");
    }

    /** For groups of an aggregate that are more than one answer may hold. */
    public static LynchetException groupsTooLarge() {
        return new LynchetException(
                ErrorCode.LIMIT_EXCEEDED,
                "the groups hold more than " + (AggregateQuery.BYTES_MAX >> 20)
                        + " MiB; group by shorter values, or ask for fewer groups");
    }

    /** For loading into a store that holds something. */
    public static LynchetException notEmpty() {
        return new LynchetException(ErrorCode.CONFLICT, "the store is not empty");
    }

    /** For changes that are not the continuation of what is stored. */
    public static LynchetException otherHistory(long seq, String why) {
        return new LynchetException(ErrorCode.CONFLICT, "change " + seq + " does not fit what is stored: " + why);
    }

    public static LynchetException unsupported(StoreCapability power) {
        return new LynchetException(ErrorCode.UNSUPPORTED, "this store does not support " + power);
    }

    /** For a plan with steps that can't be taken. */
    public static LynchetException migration(List<Problem> steps) {
        String message = steps.size() == 1
                ? steps.get(0).path() + ": " + steps.get(0).message()
                : steps.size() + " migration steps can't be taken; see details";
        return new LynchetException(ErrorCode.MIGRATION_REFUSED, message, steps);
    }

    /**
     * One step that can't be taken.
     *
     * @param ids of rows in the way, of which the first {@link #ROWS_NAMED_MAX} are named
     */
    public static Problem step(MigrationStep step, Obstacle why, List<String> ids) {
        String rows = ids.isEmpty()
                ? ""
                : " (rows " + String.join(", ", ids.subList(0, Math.min(ids.size(), ROWS_NAMED_MAX)))
                        + (ids.size() > ROWS_NAMED_MAX ? ", ..." : "") + ")";
        return new Problem(step.label(), ErrorCode.MIGRATION_REFUSED, why.why() + rows);
    }

    private static LynchetException one(ErrorCode code, String field, String message) {
        return new LynchetException(code, message, List.of(new Problem("$." + field, code, message)));
    }
}
