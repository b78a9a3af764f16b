// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Rows of a commit of several writes whose unique values another row still has. What counts is the end of the commit, see {@link Write}. Until then such a row
 * is not in the store's table, where it can't be beside the other one, but waits here; whoever asks for rows in the meantime asks here, too. It lives here so that
 * all stores decide alike. A commit that exchanges nothing pays nothing. Confined to the writer.
 */
public final class WaitingRows implements RowSource {
    private final RowSource table;
    private final Map<Key, Waiting> rows = new LinkedHashMap<>(0);
    private final Set<String> exchanging = new HashSet<>(0);

    /**
     * A row that waits.
     *
     * @param index of the last write to it
     * @param seq of its last change
     */
    public record Waiting(int index, Row row, long seq) {}

    private record Key(String entity, String id) {}

    /**
     * How a store puts a row into its table.
     *
     * @param <X> how the table fails to be written
     */
    @FunctionalInterface
    public interface Placing<X extends Exception> {
        /** Fails with {@code UNIQUE_VIOLATION} when another row has one of its values. */
        void place(Row row, long seq) throws X;
    }

    /** @param table the rows that don't wait */
    public WaitingRows(RowSource table) {
        this.table = table;
    }

    /** Forgets the commit before. */
    public void begin() {
        rows.clear();
        exchanging.clear();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The row, or null when it does not wait. */
    public Waiting get(Entity entity, String id) {
        return rows.isEmpty() ? null : rows.get(new Key(entity.name(), id));
    }

    /**
     * Whether a row of the entity has waited in this commit. Then those that come later with other unique values wait, too, with no look at whether they have to: a list that is
     * moved on by one would have each of them try in vain.
     */
    public boolean isExchanging(Entity entity) {
        return !exchanging.isEmpty() && exchanging.contains(entity.name());
    }

    /** Has a row wait that is not in the table, or not any more; also in place of the same row as it was. It is the last one then. */
    public void put(int index, Row row, long seq) {
        Key key = new Key(row.entity().name(), row.id());
        rows.remove(key);
        rows.put(key, new Waiting(index, row, seq));
        exchanging.add(key.entity());
    }

    /** In the order in which they came. */
    public Collection<Waiting> all() {
        return Collections.unmodifiableCollection(rows.values());
    }

    /** The row was deleted; false when it did not wait. */
    public boolean remove(Entity entity, String id) {
        return !rows.isEmpty() && rows.remove(new Key(entity.name(), id)) != null;
    }

    /** Whether a row other than {@code to} that waits holds its id in the field. */
    boolean refer(References.Referrer by, Row to) {
        for (Waiting waiting : rows.values()) {
            Row row = waiting.row();
            if (row.entity() == by.entity()
                    && to.id().equals(row.get(by.field().ordinal()))
                    && !(row.entity() == to.entity() && row.id().equals(to.id()))) {
                return true;
            }
        }
        return false;
    }

    /** After the last write: puts all into the table, those that came first at first; fails with the error of the last write to the first that has no place. */
    public <X extends Exception> void end(Placing<X> placing) throws X {
        if (rows.isEmpty()) {
            return;
        }
        for (Waiting waiting : rows.values()) {
            try {
                placing.place(waiting.row(), waiting.seq());
            } catch (LynchetException e) {
                throw new WriteRefusedException(waiting.index(), e);
            }
        }
        begin();
    }

    /**
     * The rows of the table and those that wait. A search inside of the search is the table's work, which does not know them, so it is refused when it looks at an entity of
     * which rows wait: better than to overlook one.
     */
    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        if (rows.isEmpty()) {
            return table.exists(entity, filter, outer);
        }
        for (Filter.Exists inner : filter.searches()) {
            requireNoneOf(inner.entity());
        }
        for (Waiting waiting : rows.values()) {
            if (waiting.row().entity() == entity && filter.matches(new Scope(waiting.row(), outer, this))) {
                return true;
            }
        }
        return table.exists(entity, filter, outer);
    }

    private void requireNoneOf(Entity entity) {
        for (Waiting waiting : rows.values()) {
            if (waiting.row().entity() == entity) {
                throw Refusals.notYetUnique(entity);
            }
        }
    }
}
