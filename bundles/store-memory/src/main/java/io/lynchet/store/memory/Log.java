// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.TypeChange;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.check.ChangeCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The log of changes. Entries keep rows of the schema under which they were written; readers get them as rows of the
 * newest one. Immutable.
 *
 * @param head the seq of the newest change, or a number above it with which a restore began
 * @param oldest the seq of the oldest change that can be read
 */
record Log(Treap<Long, Change> entries, long head, long oldest) {
    static final Log EMPTY = new Log(Treap.empty(Comparator.naturalOrder()), 0, 1);

    Log with(Change change) {
        return new Log(entries.with(change.seq(), change), Math.max(head, change.seq()), oldest);
    }

    Log with(List<Change> changes) {
        Log next = this;
        for (Change change : changes) {
            next = next.with(change);
        }
        return next;
    }

    /** Returns the entries after a seq as the schema's rows, by whole commits. */
    List<Change> after(long after, int limit, Schema schema) {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("limit " + limit);
        }
        if (after > head || after + 1 < oldest) {
            throw StoreErrors.resync(after);
        }
        if (!isBound(after)) {
            throw StoreErrors.insideCommit(after);
        }
        List<Change> found = new ArrayList<>();
        ChangeCount count = new ChangeCount();
        long end = after;
        for (Change change : entries.valuesFrom(after + 1)) {
            // The first change of a commit tells its length.
            if (change.seq() > end) {
                end = change.commitSeq();
                if (!found.isEmpty() && (end > after + limit || !count.hasRoom())) {
                    break;
                }
            }
            Change shown = as(change, schema);
            found.add(shown);
            count.add(shown);
        }
        return found;
    }

    /** Returns whether no commit continues behind a seq. */
    private boolean isBound(long seq) {
        Change change = entries.get(seq);
        return change == null || change.endsCommit();
    }

    /** Returns the entry as the schema's row, or null. */
    Change at(long seq, Schema schema) {
        Change change = entries.get(seq);
        return change == null ? null : as(change, schema);
    }

    /**
     * Returns this log without the oldest commits below a seq: at most that many changes, or one commit. The newest
     * commit stays.
     */
    Log prunedTo(long before, int atMost) {
        long end = Math.min(Math.min(before, head), oldest + atMost);
        while (end > oldest && !isBound(end - 1)) {
            end--;
        }
        Change first = entries.get(oldest);
        if (end == oldest && first != null && first.commitSeq() < Math.min(before, head)) {
            end = first.commitSeq() + 1;
        }
        Treap<Long, Change> kept = entries;
        for (long seq = oldest; seq < end; seq++) {
            kept = kept.without(seq);
        }
        return new Log(kept, head, Math.max(oldest, end));
    }

    /**
     * Returns this log after the entity was dropped: its entries stay, so that seqs are dense, but their rows are gone
     * for good.
     */
    Log forgetting(String entity) {
        Log next = this;
        for (Change change : entries.values()) {
            if (change.entity().equals(entity)) {
                next = next.with(change.with(null, null));
            }
        }
        return next;
    }

    static Change as(Change change, Schema schema) {
        Entity entity = schema.entityOrNull(change.entity());
        if (entity == null || (change.before() == null && change.after() == null)) {
            return change.with(null, null);
        }
        return change.with(as(change.before(), entity), as(change.after(), entity));
    }

    /**
     * Converts a row by the names of its fields. Fields that the other generation lacks are left out; values that do
     * not fit their type become null.
     */
    static Row as(Row row, Entity entity) {
        if (row == null || row.entity() == entity) {
            return row;
        }
        Object[] values = new Object[entity.fields().size()];
        for (Field field : entity.fields()) {
            Field old = row.entity().fieldOrNull(field.name());
            values[field.ordinal()] = old == null ? null : as(row.get(old.ordinal()), field.type());
        }
        return Row.owning(entity, values);
    }

    private static Object as(Object value, FieldType type) {
        return value == null ? null : TypeChange.nearest(value, type);
    }
}
