// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.ChangeCount;
import io.lynchet.api.store.Refusals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The log. Entries keep rows of the schema under which they were written; readers get them as rows of the newest one. Immutable.
 *
 * @param head seq of the newest change, or a number above it that a restore began with
 * @param oldest seq of the oldest change that can be read
 */
record Log(Treap<Long, Change> entries, long head, long oldest) {
    static final Log EMPTY = new Log(Treap.empty(Comparator.naturalOrder()), 0, 1);

    Log with(Change change) {
        return new Log(entries.with(change.seq(), change), Math.max(head, change.seq()), oldest);
    }

    /** The entries after a seq as the schema's rows. */
    List<Change> after(long after, int limit, Schema schema) {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("limit " + limit);
        }
        if (after > head || after + 1 < oldest) {
            throw Refusals.resync(after);
        }
        List<Change> found = new ArrayList<>();
        ChangeCount count = new ChangeCount(limit);
        for (Change change : entries.valuesFrom(after + 1)) {
            Change shown = as(change, schema);
            found.add(shown);
            if (!count.add(shown)) {
                break;
            }
        }
        return found;
    }

    /** Without the oldest below a seq, at most so many; the newest stays. */
    Log prunedTo(long before, int atMost) {
        long end = Math.min(Math.min(before, head), oldest + atMost);
        Treap<Long, Change> kept = entries;
        for (long seq = oldest; seq < end; seq++) {
            kept = kept.without(seq);
        }
        return new Log(kept, head, Math.max(oldest, end));
    }

    /** This log after the entity was dropped: its entries stay, so that seqs are dense, but their rows are gone for good. */
    Log forgetting(String entity) {
        Log next = this;
        for (Change change : entries.values()) {
            if (change.entity().equals(entity)) {
                next = next.with(new Change(change.seq(), entity, change.id(), change.kind(), null, null, change.at()));
            }
        }
        return next;
    }

    static Change as(Change change, Schema schema) {
        Entity entity = schema.entityOrNull(change.entity());
        if (entity == null || (change.before() == null && change.after() == null)) {
            return new Change(change.seq(), change.entity(), change.id(), change.kind(), null, null, change.at());
        }
        return new Change(
                change.seq(),
                change.entity(),
                change.id(),
                change.kind(),
                as(change.before(), entity),
                as(change.after(), entity),
                change.at());
    }

    /** A row by the names of its fields: what the other generation does not have is left out, what does not fit its type is null. */
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
        Object fitting = type.kind() == FieldType.Kind.FLOAT && value instanceof Long whole
                ? (Double) whole.doubleValue()
                : value;
        return fitting != null && type.accepts(fitting) ? fitting : null;
    }
}
