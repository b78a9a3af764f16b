// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store.check;

import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The check of references that every store makes inside its transaction, one commit after the other. It is part of the
 * contract so that all stores refuse alike.
 *
 * <p>References must hold at the end of a commit, see {@link Write}. A reference that does not hold yet, but may by
 * then, stays open until {@link #end}. A commit without such references costs no second look. Confined to the writer
 * thread.
 *
 * @param <X> the exception of a failed read of the store's rows
 */
public final class ReferenceCheck<X extends Exception> {
    /** The most rows read, for each field that refers to a deleted row, to find a row that the error may name. */
    public static final int NAMEABLE_READ_MAX = 100;

    private final Rows<X> rows;
    private final WaitingRows waiting;
    private final List<Open> open = new ArrayList<>();
    private Commit commit;

    /** The rows as the transaction sees them. */
    public interface Rows<X extends Exception> {
        /** Returns the entity to which a reference leads. */
        Entity target(Field reference);

        /** Returns whether the row exists. */
        boolean has(Entity entity, String id) throws X;

        /** Returns the row, or null. */
        Row get(Entity entity, String id) throws X;

        /** Returns the references that may lead to rows of the entity. */
        List<? extends Referrer> referrers(Entity target);

        /** Returns at most {@code limit} rows other than {@code to} that hold its id in the field, in no order. */
        List<Row> referring(Referrer by, Row to, int limit) throws X;

        /** Returns the exception for a failure of the guard. */
        default RuntimeException guardFailed(Throwable failure) {
            return StoreErrors.guardFailed(failure);
        }
    }

    /** A field that holds ids of rows of another entity, or of its own. */
    public interface Referrer {
        Entity entity();

        Field field();
    }

    /**
     * A check left open until the end of the commit.
     *
     * @param index the position of the write
     * @param row the written or deleted row
     * @param reference null for a delete
     */
    private record Open(int index, Row row, Field reference, Filter allowed) {}

    /**
     * Creates the check.
     *
     * @param waiting the rows that are not in the table yet, but will be
     */
    public ReferenceCheck(Rows<X> rows, WaitingRows waiting) {
        this.rows = rows;
        this.waiting = waiting;
    }

    /** Forgets the previous commit and begins the next. */
    public void begin(Commit next) {
        commit = next;
        open.clear();
    }

    /** Returns whether checks are open. If so, the commit may still have to be undone after its last write. */
    public boolean areOpen() {
        return !open.isEmpty();
    }

    /**
     * Checks the references that a write sets or changes, before the write is made. Fails with
     * {@code INVALID_REFERENCE} when a target is missing and can't exist by the end.
     *
     * @param index the position of the write
     * @param before the stored row, or null
     */
    public void require(int index, Row after, Row before) throws X {
        List<Field> fields = after.entity().fields();
        for (int i = 1; i < fields.size(); i++) {
            Field field = fields.get(i);
            String target = field.type().target() == null ? null : (String) after.get(i);
            if (target != null && (before == null || !target.equals(before.get(i)))) {
                require(index, after, field, target);
            }
        }
    }

    private void require(int index, Row after, Field field, String target) throws X {
        if (isItself(after, field, target)) {
            return;
        }
        Filter allowed = referable(commit.writes().get(index), field);
        if (!isThere(field, target, allowed)) {
            // A single write adds no other row. It may only reveal one, to a rule that looks at other rows.
            if (isSingle() && allowed.searches().isEmpty()) {
                throw StoreErrors.targetMissing(field);
            }
            open.add(new Open(index, after, field, allowed));
        }
    }

    private boolean isItself(Row row, Field field, String target) {
        return field.type().target().equals(row.entity().name()) && target.equals(row.id());
    }

    private boolean isSingle() {
        return commit.writes().size() == 1;
    }

    private boolean isThere(Field field, String target, Filter allowed) throws X {
        Entity entity = rows.target(field);
        WaitingRows.Waiting waits = waiting.get(entity, target);
        if (allowed.equals(Filter.Constant.TRUE)) {
            return waits != null || rows.has(entity, target);
        }
        Row row = waits == null ? rows.get(entity, target) : waits.row();
        return row != null && matches(allowed, row);
    }

    /**
     * Checks the references to a row that a write deletes, before the write is made. Fails with
     * {@code REFERENCE_IN_USE} when they can't be gone by the end.
     */
    public void requireNone(int index, Row deleted) throws X {
        for (Referrer by : rows.referrers(deleted.entity())) {
            if (waiting.refer(by, deleted) || !rows.referring(by, deleted, 1).isEmpty()) {
                if (isSingle()) {
                    throw inUse(deleted);
                }
                open.add(new Open(index, deleted, null, Filter.Constant.TRUE));
                return;
            }
        }
    }

    /**
     * Decides the open checks, after the last write of the commit, when no row waits any more. Fails with the first
     * that does not hold.
     */
    public void end() throws X {
        for (Open each : open) {
            LynchetException refusal = each.reference() == null ? deleted(each) : referred(each);
            if (refusal != null) {
                throw isSingle() ? refusal : new WriteRefusedException(each.index(), refusal);
            }
        }
    }

    private LynchetException referred(Open each) throws X {
        Row now = rows.get(each.row().entity(), each.row().id());
        Object target = each.row().get(each.reference().ordinal());
        // A later write may have deleted the row, or changed the reference, which was checked then.
        boolean holds = now == null
                || !target.equals(now.get(each.reference().ordinal()))
                || isThere(each.reference(), (String) target, each.allowed());
        return holds ? null : StoreErrors.targetMissing(each.reference());
    }

    private LynchetException deleted(Open each) throws X {
        if (rows.has(each.row().entity(), each.row().id())) {
            return null;
        }
        for (Referrer by : rows.referrers(each.row().entity())) {
            if (!rows.referring(by, each.row(), 1).isEmpty()) {
                return inUse(each.row());
            }
        }
        return null;
    }

    private LynchetException inUse(Row deleted) throws X {
        for (Referrer by : rows.referrers(deleted.entity())) {
            Filter nameable = nameable(by);
            int limit = nameable.equals(Filter.Constant.TRUE) ? 1 : NAMEABLE_READ_MAX;
            if (!nameable.equals(Filter.Constant.FALSE)) {
                for (Row row : rows.referring(by, deleted, limit)) {
                    if (matches(nameable, row)) {
                        return StoreErrors.inUse(deleted.entity(), deleted.id(), by.entity(), by.field());
                    }
                }
            }
        }
        return StoreErrors.inUse(deleted.entity(), deleted.id());
    }

    private Filter referable(Write write, Field field) {
        try {
            return commit.guard().referable(write, field);
        } catch (Exception | StackOverflowError | AssertionError e) {
            throw rows.guardFailed(e);
        }
    }

    private Filter nameable(Referrer by) {
        try {
            return commit.guard().nameable(by.entity(), by.field());
        } catch (Exception | StackOverflowError | AssertionError e) {
            throw rows.guardFailed(e);
        }
    }

    private boolean matches(Filter filter, Row row) {
        try {
            return filter.matches(Scope.of(row, waiting));
        } catch (Exception | StackOverflowError | AssertionError e) {
            throw rows.guardFailed(e);
        }
    }
}
