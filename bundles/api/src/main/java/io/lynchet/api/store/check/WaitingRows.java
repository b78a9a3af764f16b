// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store.check;

import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a commit whose unique values another row still has. Unique values must hold at the end of the commit, see
 * {@link Write}. Until then such a row can't be in the store's table beside the other row, so it waits here. Searches
 * in the meantime search here, too.
 *
 * <p>It is part of the contract so that all stores decide alike. A commit that exchanges nothing pays nothing. Confined
 * to the writer thread.
 */
public final class WaitingRows implements RowSource {
    private final RowSource table;
    private final Map<Key, Waiting> rows = new LinkedHashMap<>(0);
    private final Set<String> exchanging = new HashSet<>(0);

    /**
     * A waiting row.
     *
     * @param index the position of the last write to it
     * @param seq the seq of its last change
     */
    public record Waiting(int index, Row row, long seq) {}

    private record Key(String entity, String id) {}

    /**
     * The operation with which a store puts a row into its table.
     *
     * @param <X> the exception of a failed write to the table
     */
    @FunctionalInterface
    public interface Placing<X extends Exception> {
        /** Puts the row into the table. Fails with {@code UNIQUE_VIOLATION} when another row has one of its values. */
        void place(Row row, long seq) throws X;
    }

    /**
     * Creates the set for a table.
     *
     * @param table the rows that don't wait
     */
    public WaitingRows(RowSource table) {
        this.table = table;
    }

    /** Forgets the previous commit. */
    public void begin() {
        rows.clear();
        exchanging.clear();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Returns the waiting row, or null when the row does not wait. */
    public Waiting get(Entity entity, String id) {
        return rows.isEmpty() ? null : rows.get(new Key(entity.name(), id));
    }

    /**
     * Returns whether a row of the entity has waited in this commit. Later rows with other unique values then wait,
     * too, without trying the table first. In a list that moves up by one place, each of them would try in vain.
     */
    public boolean isExchanging(Entity entity) {
        return !exchanging.isEmpty() && exchanging.contains(entity.name());
    }

    /**
     * Makes a row wait that is not in the table, or no longer. It replaces an earlier version of the same row and
     * becomes the last in order.
     */
    public void put(int index, Row row, long seq) {
        Key key = new Key(row.entity().name(), row.id());
        rows.remove(key);
        rows.put(key, new Waiting(index, row, seq));
        exchanging.add(key.entity());
    }

    /** Returns all waiting rows in the order in which they came. */
    public Collection<Waiting> all() {
        return Collections.unmodifiableCollection(rows.values());
    }

    /** Removes a deleted row; returns false when it did not wait. */
    public boolean remove(Entity entity, String id) {
        return !rows.isEmpty() && rows.remove(new Key(entity.name(), id)) != null;
    }

    /** Returns whether a waiting row other than {@code to} holds its id in the field. */
    boolean refer(ReferenceCheck.Referrer by, Row to) {
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

    /**
     * Puts all waiting rows into the table, in the order in which they came, after the last write. Fails with the error
     * of the last write to the first row that has no place.
     */
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
     * Searches the rows of the table and the waiting rows. The table alone makes a search inside the search, and does
     * not know the waiting rows. Such a search is refused when it reads an entity with waiting rows, rather than miss
     * one.
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
                throw StoreErrors.notYetUnique(entity);
            }
        }
    }
}
