// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.check.CommitBounds;
import io.lynchet.api.store.check.WaitingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The replay of another store's later commits. */
final class Replaying {
    private final CommitBounds bounds = new CommitBounds();
    private final WaitingRows waiting = new WaitingRows(RowSource.NONE);
    private State state;
    private final List<Change> applied = new ArrayList<>();

    private Replaying(State state) {
        this.state = state;
    }

    static State.Step run(State base, List<Change> changes, Map<OperationKey, WriteResult> operations) {
        if (changes.size() > Commit.WRITES_MAX) {
            throw new IllegalArgumentException(changes.size() + " changes");
        }
        Replaying replaying = new Replaying(base);
        changes.forEach(replaying::apply);
        replaying.bounds.end();
        operations.forEach((key, answer) -> replaying.state = replaying.state.remembering(key, answer));
        return new State.Step(replaying.state, null, replaying.applied);
    }

    private void apply(Change change) {
        long expected = state.log().head() + 1;
        if (change.seq() != expected) {
            throw StoreErrors.otherHistory(change.seq(), expected + " was to come");
        }
        bounds.next(change);
        Table table = state.tables().byName().get(change.entity());
        boolean rows = change.before() != null || change.after() != null;
        if (table == null && rows) {
            throw StoreErrors.otherHistory(change.seq(), "there is no entity " + change.entity());
        }
        Row before = own(change, change.before(), table);
        Row after = own(change, change.after(), table);
        if (rows) {
            write(table, change, before, after);
        }
        Change own = change.with(before, after);
        state = state.with(state.tables(), state.log().with(own));
        applied.add(own);
        if (change.endsCommit()) {
            waiting.end(this::place);
        }
    }

    /**
     * A commit may have exchanged unique values. So its rows are removed as changes come, and placed again at its end.
     */
    private void write(Table table, Change change, Row before, Row after) {
        WaitingRows.Waiting waits = waiting.get(table.entity(), change.id());
        Table.Stored stored = table.get(change.id());
        Row found = waits != null ? waits.row() : stored == null ? null : stored.row();
        if (!Objects.equals(before, found)) {
            throw StoreErrors.otherHistory(change.seq(), change.entity() + " " + change.id() + " is another row");
        }
        state = state.with(state.tables().with(table.without(change.id())), state.log());
        if (after == null) {
            waiting.remove(table.entity(), change.id());
        } else {
            waiting.put(0, after, change.seq());
        }
    }

    private void place(Row row, long seq) {
        Tables tables = state.tables();
        state = state.with(tables.with(tables.of(row.entity()).with(row, seq)), state.log());
    }

    private static Row own(Change change, Row row, Table table) {
        if (row == null || row.entity() == table.entity()) {
            return row;
        }
        if (!table.entity().fields().equals(row.entity().fields())) {
            throw StoreErrors.otherHistory(change.seq(), change.entity() + " has other fields in this store");
        }
        return Row.owning(table.entity(), row.values());
    }
}
