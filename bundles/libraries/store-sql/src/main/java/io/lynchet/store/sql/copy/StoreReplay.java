// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.copy;

import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.check.CommitBounds;
import io.lynchet.api.store.check.WaitingRows;
import io.lynchet.json.row.RowCodec;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.table.OperationTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The replay of another store's later commits, in one transaction. */
public final class StoreReplay {
    private final Layout layout;
    private final ReplayTarget target;
    private final EntityNumbers numbers;
    private final CommitBounds bounds = new CommitBounds();
    private final WaitingRows waiting = new WaitingRows(RowSource.NONE);
    private boolean inside;
    private final List<Change> applied = new ArrayList<>();

    private StoreReplay(Database database, Layout layout, ReplayTarget target) {
        this.target = target;
        this.layout = layout;
        this.numbers = new EntityNumbers(database, layout);
    }

    /**
     * The outcome of a replay.
     *
     * @param changes with rows of the layout's entities
     */
    public record Result(Layout layout, List<Change> changes) {}

    /** Replays the changes. Must run in the writer's place; after a failure the caller rolls back. */
    public static Result run(
            Database database,
            Layout layout,
            ReplayTarget target,
            long head,
            List<Change> changes,
            Map<OperationKey, WriteResult> operations)
            throws SQLException {
        if (changes.size() > Commit.WRITES_MAX) {
            throw new IllegalArgumentException(changes.size() + " changes");
        }
        database.begin();
        StoreReplay replay = new StoreReplay(database, layout, target);
        target.expect(changes);
        long expected = head + 1;
        for (Change change : changes) {
            if (change.seq() != expected) {
                throw StoreErrors.otherHistory(change.seq(), expected + " was to come");
            }
            replay.bounds.next(change);
            replay.apply(change);
            expected++;
        }
        replay.bounds.end();
        target.end();
        long now = Column.micros(Instant.now());
        for (Map.Entry<OperationKey, WriteResult> operation : operations.entrySet()) {
            OperationTable.keepAgain(database, operation.getKey(), operation.getValue(), now);
        }
        Layout next = replay.numbers.hasAdded() ? Catalog.read(database, layout.schema()) : layout;
        database.commit();
        return new Result(next, replay.applied);
    }

    private void apply(Change change) throws SQLException {
        EntityTable table = layout.byNameOrNull(change.entity());
        if (table == null && (change.before() != null || change.after() != null)) {
            throw StoreErrors.otherHistory(change.seq(), "there is no entity " + change.entity());
        }
        Row before = own(change, change.before(), table);
        Row after = own(change, change.after(), table);
        if (before != null || after != null) {
            require(change, table, before);
            write(table, change, before, after);
        }
        Change own = change.with(before, after);
        target.log(numbers.of(change.entity()), own, encoded(before), encoded(after));
        applied.add(own);
        inside = !change.endsCommit();
        if (!inside) {
            waiting.end(this::place);
        }
    }

    private static byte[] encoded(Row row) {
        return row == null ? null : RowCodec.encode(row);
    }

    private static Row own(Change change, Row row, EntityTable table) {
        if (row == null || row.entity() == table.entity()) {
            return row;
        }
        if (!table.entity().fields().equals(row.entity().fields())) {
            throw StoreErrors.otherHistory(change.seq(), change.entity() + " has other fields in this store");
        }
        return Row.owning(table.entity(), row.values());
    }

    private void require(Change change, EntityTable table, Row before) throws SQLException {
        WaitingRows.Waiting waits = waiting.get(table.entity(), change.id());
        if (!Objects.equals(waits == null ? target.get(table, change.id()) : waits.row(), before)) {
            throw StoreErrors.otherHistory(change.seq(), change.entity() + " " + change.id() + " is another row");
        }
    }

    private void write(EntityTable table, Change change, Row before, Row after) throws SQLException {
        String id = change.id();
        if (table.hasUnique() && (inside || !change.endsCommit())) {
            writeLater(table, change, before, after);
            return;
        }
        if (after == null) {
            target.write(table, id, table.delete(), new Object[] {id});
        } else if (before == null) {
            target.write(table, id, table.insert(), table.insertArguments(after, change.seq()));
        } else {
            BitSet changed = table.changed(before, after);
            target.write(table, id, table.update(changed), table.updateArguments(changed, after, change.seq()));
        }
        target.became(table, id, after, change.seq());
    }

    /**
     * A commit of several writes may have exchanged unique values. So its rows are deleted as changes come, and
     * inserted again at its end.
     */
    private void writeLater(EntityTable table, Change change, Row before, Row after) throws SQLException {
        String id = change.id();
        if (before != null && waiting.get(table.entity(), id) == null) {
            target.write(table, id, table.delete(), new Object[] {id});
            target.became(table, id, null, change.seq());
        }
        if (after == null) {
            waiting.remove(table.entity(), id);
        } else {
            waiting.put(0, after, change.seq());
        }
    }

    private void place(Row row, long seq) throws SQLException {
        EntityTable table = layout.of(row.entity());
        target.write(table, row.id(), table.insert(), table.insertArguments(row, seq));
        target.became(table, row.id(), row, seq);
    }
}
