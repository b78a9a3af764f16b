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
 * The errors with which stores refuse, see {@link Write} and {@link Store}: one wording for all stores. No message
 * names a value. It names no row but the one that the caller named, since the caller may not be allowed to read others.
 */
public final class StoreErrors {
    /** The most rows that a migration problem names. */
    public static final int ROWS_NAMED_MAX = 10;

    private StoreErrors() {}

    public static LynchetException idConflict(Entity entity, String id) {
        return new LynchetException(ErrorCode.ID_CONFLICT, entity.name() + " " + id + " exists already");
    }

    /**
     * Returns the error for a row that the caller can't find. The message is the same for every reason, so that it
     * reveals nothing about rows that the caller may not read.
     */
    public static LynchetException notFound(Entity entity, String id) {
        return new LynchetException(ErrorCode.NOT_FOUND, entity.name() + " with id \"" + id + "\" not found");
    }

    /** Returns the error for a row with a change after {@code unchangedSince}. */
    public static LynchetException changedSince(Entity entity, String id, long unchangedSince) {
        return new LynchetException(
                ErrorCode.CONFLICT, entity.name() + " " + id + " has changed since " + unchangedSince);
    }

    /** Returns the error for a patch that names another id. */
    public static LynchetException idChanged(Entity entity) {
        return one(ErrorCode.READONLY_FIELD, "id", "the id of " + entity.name() + " can't change");
    }

    /** Returns the error for a reference to a missing row. */
    public static LynchetException targetMissing(Field field) {
        return one(
                ErrorCode.INVALID_REFERENCE,
                field.name(),
                field.name() + " refers to a " + field.type().target() + " that does not exist");
    }

    /** Returns the error for deleting a row whose id {@code referrer.field} holds. */
    public static LynchetException inUse(Entity entity, String id, Entity referrer, Field field) {
        return new LynchetException(
                ErrorCode.REFERENCE_IN_USE,
                entity.name() + " " + id + " is referred to by " + referrer.name() + "." + field.name());
    }

    /** Returns the error for deleting a row whose id is held only by rows that the message must not name. */
    public static LynchetException inUse(Entity entity, String id) {
        return new LynchetException(
                ErrorCode.REFERENCE_IN_USE, entity.name() + " " + id + " is referred to by other rows");
    }

    /**
     * Returns the error for values that another row has in a unique field or index, with one problem for each field.
     */
    public static LynchetException notUnique(Entity entity, List<String> fields) {
        String message = "another " + entity.name() + " has the same " + String.join(", ", fields);
        List<Problem> problems = fields.stream()
                .map(field -> new Problem("$." + field, ErrorCode.UNIQUE_VIOLATION, message))
                .toList();
        return new LynchetException(ErrorCode.UNIQUE_VIOLATION, message, problems);
    }

    /**
     * Returns the error for a check that searches rows while one of them waits for a unique value that another row
     * still has.
     */
    public static LynchetException notYetUnique(Entity entity) {
        return new LynchetException(
                ErrorCode.UNIQUE_VIOLATION,
                "another " + entity.name() + " has the unique value at this point of the transaction, and a rule"
                        + " reads both rows; free the value before another row takes it");
    }

    /**
     * Returns the error for an exception of a guard. A {@link LynchetException} stays as it is, also as the cause of a
     * failed wait; any other exception becomes {@code INTERNAL}.
     */
    public static LynchetException guardFailed(Throwable failure) {
        Throwable known = failure instanceof CompletionException || failure instanceof ExecutionException
                ? failure.getCause()
                : failure;
        return known instanceof LynchetException answer
                ? answer
                : new LynchetException(ErrorCode.INTERNAL, "the check of a write failed", failure);
    }

    /** Returns the error for code in the write path that writes, or waits for a write. */
    public static LynchetException insideWrite() {
        return new LynchetException(
                ErrorCode.INTERNAL,
                "a policy function, a guard or a commit listener can't wait for a write, since all writes wait for"
                        + " it. Write in an after-hook, or on another thread without waiting.");
    }

    /** Returns the error for a read set that no longer holds. */
    public static LynchetException readSetBroken(ReadSet reads) {
        return new LynchetException(
                ErrorCode.CONFLICT, "rows that this transaction read have changed since " + reads.seq());
    }

    /** Returns the error for a full write queue. */
    public static LynchetException overloaded() {
        return LynchetException.retryable(ErrorCode.OVERLOADED, "the write queue is full; try again", 1);
    }

    /** Returns the error for a closing store. */
    public static LynchetException closing() {
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "the store is closing; try again", 1);
    }

    /** Returns the error for a log position after which the log can't be read. */
    public static LynchetException resync(long after) {
        return new LynchetException(ErrorCode.RESYNC_REQUIRED, "the log can't be read from " + after);
    }

    /** Returns the error for a log position inside a commit. */
    public static LynchetException insideCommit(long after) {
        return new LynchetException(
                ErrorCode.RESYNC_REQUIRED, "the log can't be read from " + after + ", which is inside a commit");
    }

    /** Returns the error for a sum outside the range of its type. */
    public static LynchetException overflow(Field field) {
        return new LynchetException(
                ErrorCode.NUMBER_OVERFLOW, "the sum of " + field.name() + " leaves the range of its type");
    }

    /** Returns the error for groups of an aggregate that exceed the size of one response. */
    public static LynchetException groupsTooLarge() {
        return new LynchetException(
                ErrorCode.LIMIT_EXCEEDED,
                "the groups hold more than " + (AggregateQuery.BYTES_MAX >> 20)
                        + " MiB; group by shorter values, or ask for fewer groups");
    }

    /** Returns the error for loading into a store that is not empty. */
    public static LynchetException notEmpty() {
        return new LynchetException(ErrorCode.CONFLICT, "the store is not empty");
    }

    /** Returns the error for changes that do not continue the stored log. */
    public static LynchetException otherHistory(long seq, String why) {
        return new LynchetException(ErrorCode.CONFLICT, "change " + seq + " does not fit the stored log: " + why);
    }

    public static LynchetException unsupported(StoreCapability capability) {
        return new LynchetException(ErrorCode.UNSUPPORTED, "this store does not support " + capability);
    }

    /** Returns the error for a migration plan with refused steps. */
    public static LynchetException migration(List<Problem> steps) {
        String message = steps.size() == 1
                ? steps.get(0).path() + ": " + steps.get(0).message()
                : steps.size() + " migration steps are prevented; see details";
        return new LynchetException(ErrorCode.MIGRATION_REFUSED, message, steps);
    }

    /**
     * Returns the problem of one refused step.
     *
     * @param ids the ids of the rows in the way, of which the message names the first {@link #ROWS_NAMED_MAX}
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
