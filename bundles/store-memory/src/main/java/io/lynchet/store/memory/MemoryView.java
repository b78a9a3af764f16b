// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowCount;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.check.Aggregation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The reads of a state: the newest at each call, or one held for a snapshot. */
final class MemoryView implements Snapshot {
    private final Supplier<State> states;
    private final Deadline deadline;
    private volatile boolean closed;

    MemoryView(Supplier<State> states, Deadline deadline) {
        this.states = states;
        this.deadline = deadline;
    }

    private State state() {
        if (closed) {
            throw new IllegalStateException("the snapshot is closed");
        }
        deadline.check();
        return states.get();
    }

    @Override
    public Optional<Row> get(Entity entity, String id) {
        return Optional.ofNullable(state().tables().of(entity).get(id)).map(Table.Stored::row);
    }

    @Override
    public Optional<Versioned> versioned(Entity entity, String id) {
        return Optional.ofNullable(state().tables().of(entity).get(id))
                .map(stored -> new Versioned(stored.row(), stored.seq()));
    }

    @Override
    public OptionalLong lastChange(Entity entity, String id) {
        Table.Stored stored = state().tables().of(entity).get(id);
        return stored == null ? OptionalLong.empty() : OptionalLong.of(stored.seq());
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        return state().tables().until(new Look(deadline)).exists(entity, filter, outer);
    }

    @Override
    public List<Row> query(Query query) {
        List<Row> rows = matching(state(), query.entity(), query.filter());
        rows.sort(comparator(query));
        int first = (int) Math.min(query.offset(), rows.size());
        int end = Math.min(rows.size(), first + query.limit());
        RowCount count = new RowCount(query);
        for (int i = first; i < end; i++) {
            if (!count.add(rows.get(i))) {
                end = i + 1;
            }
        }
        return List.copyOf(rows.subList(first, end));
    }

    @Override
    public long count(Entity entity, Filter filter) {
        return matching(state(), entity, filter).size();
    }

    @Override
    public List<AggregateRow> aggregate(AggregateQuery query) {
        return new Aggregation(query).over(matching(state(), query.entity(), query.filter()));
    }

    @Override
    public long seq() {
        return state().log().head();
    }

    @Override
    public List<Change> changes(long after, int limit) {
        State state = state();
        return state.log().after(after, limit, state.installed().orElse(Schema.EMPTY));
    }

    @Override
    public Optional<Change> change(long seq) {
        State state = state();
        return Optional.ofNullable(state.log().at(seq, state.installed().orElse(Schema.EMPTY)));
    }

    @Override
    public Optional<Schema> schema() {
        return state().installed();
    }

    @Override
    public void operations(long from, long to, BiConsumer<OperationKey, WriteResult> each) {
        for (State.Remembered operation : state().operations().values()) {
            long seq = operation.answer().seq();
            if (seq >= from && seq <= to) {
                each.accept(operation.key(), operation.answer());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private List<Row> matching(State state, Entity entity, Filter filter) {
        Look look = new Look(deadline);
        RowSource source = state.tables().until(look);
        List<Row> found = new ArrayList<>();
        for (Table.Stored stored : state.tables().of(entity).all()) {
            look.row();
            if (filter.matches(Scope.of(stored.row(), source))) {
                found.add(stored.row());
            }
        }
        return found;
    }

    private static Comparator<Row> comparator(Query query) {
        Comparator<Row> order = Comparator.comparing(Row::id, ValueOrder::compare);
        for (int i = query.order().size() - 1; i >= 0; i--) {
            SortKey key = query.order().get(i);
            int ordinal = key.field().ordinal();
            Comparator<Row> byKey = Comparator.comparing(row -> row.get(ordinal), ValueOrder.NULLS_FIRST);
            order = (key.ascending() ? byKey : byKey.reversed()).thenComparing(order);
        }
        return order;
    }
}
