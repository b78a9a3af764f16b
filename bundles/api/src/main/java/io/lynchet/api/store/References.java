// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * The check of references that every store makes, one commit after the other, inside of its transaction. What counts is the end of a commit, see {@link Write}: what
 * does not hold yet, but may by then, is left open until {@link #end}. In a commit without such writes nothing is looked at twice. It lives here so that all
 * stores refuse alike. Confined to the writer.
 *
 * @param <X> how the store's rows fail to be read
 */
public final class References<X extends Exception> {
    /** Rows that are looked at, for each field that refers to a deleted row, to find one that an error may name. */
    public static final int NAMEABLE_READ_MAX = 100;

    private final Rows<X> rows;
    private final WaitingRows waiting;
    private final List<Open> open = new ArrayList<>();
    private Commit commit;

    /** Rows as the transaction sees them. */
    public interface Rows<X extends Exception> {
        /** The entity to which a reference leads. */
        Entity target(Field reference);

        /** Whether the row is there. */
        boolean has(Entity entity, String id) throws X;

        /** The row, or null. */
        Row get(Entity entity, String id) throws X;

        /** The references that may lead to rows of the entity. */
        List<? extends Referrer> referrers(Entity target);

        /** Rows other than {@code to} that hold its id in the field, in no order, at most so many. */
        List<Row> referring(Referrer by, Row to, int limit) throws X;

        /** What a failure of the guard means. */
        default RuntimeException guardFailed(Throwable failure) {
            return Refusals.guardFailed(failure);
        }
    }

    /** A field that holds ids of another entity's rows, or of its own. */
    public interface Referrer {
        Entity entity();

        Field field();
    }

    /**
     * What is decided at the end.
     *
     * @param index of the write
     * @param row as it was written, or deleted
     * @param reference null for a delete
     */
    private record Open(int index, Row row, Field reference, Filter allowed) {}

    /** @param waiting what is not in the rows now, but will be */
    public References(Rows<X> rows, WaitingRows waiting) {
        this.rows = rows;
        this.waiting = waiting;
    }

    /** Forgets the commit before. */
    public void begin(Commit next) {
        commit = next;
        open.clear();
    }

    /** Whether anything is left open: then the commit may still have to be undone after its last write. */
    public boolean areOpen() {
        return !open.isEmpty();
    }

    /**
     * Looks at the references that a write sets or changes, before it is made: {@code INVALID_REFERENCE} when one has no target and can't get one by the end.
     *
     * @param index of the write
     * @param before the row as stored, or null
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
            // One write alone makes no other row; it may only show one, to a rule that looks at other rows.
            if (isSingle() && allowed.searches().isEmpty()) {
                throw Refusals.targetMissing(field);
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

    /** Looks at what refers to a row that a write deletes, before it is made: {@code REFERENCE_IN_USE} when that can't end. */
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

    /** Decides what is open, after the last write of the commit, when no row waits any more; fails with the first that does not hold. */
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
        // A later write may have taken the row away, or led the reference elsewhere, which was looked at then.
        boolean holds = now == null
                || !target.equals(now.get(each.reference().ordinal()))
                || isThere(each.reference(), (String) target, each.allowed());
        return holds ? null : Refusals.targetMissing(each.reference());
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
                        return Refusals.inUse(deleted.entity(), deleted.id(), by.entity(), by.field());
                    }
                }
            }
        }
        return Refusals.inUse(deleted.entity(), deleted.id());
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
