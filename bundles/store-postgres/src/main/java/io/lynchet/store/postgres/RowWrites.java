// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.RowCheck;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.check.ReferenceCheck;
import io.lynchet.api.store.check.WaitingRows;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.write.CommitRequest;
import io.lynchet.store.sql.write.UniqueCheck;
import java.sql.SQLException;
import java.util.BitSet;

/** The writes of a commit: their checks, in the order of the contract, and the statements that they send. */
final class RowWrites {
    private final Layout layout;
    private final KnownRows rows;
    private final Outgoing outgoing;
    private final WaitingRows waiting;
    private final ReferenceCheck<SQLException> references;
    private final UniqueCheck constraints;

    /**
     * The outcome of a write.
     *
     * @param before null for an insert
     * @param after null for a delete
     * @param isChange whether the row differs now
     */
    record Outcome(ChangeKind kind, Row before, Row after, boolean isChange) {}

    RowWrites(
            Layout layout,
            KnownRows rows,
            Outgoing outgoing,
            WaitingRows waiting,
            ReferenceCheck<SQLException> references) {
        this.layout = layout;
        this.rows = rows;
        this.outgoing = outgoing;
        this.waiting = waiting;
        this.references = references;
        this.constraints = new UniqueCheck(rows.database());
    }

    Outcome apply(CommitRequest request, int index, long seq) throws SQLException {
        Write write = request.commit().writes().get(index);
        EntityTable table = layout.of(write.entity());
        KnownRows.Stored stored = stored(table, write.id());
        if (write instanceof Write.Insert insert) {
            return insert(request, index, insert, stored, seq);
        }
        if (stored == null) {
            throw StoreErrors.notFound(write.entity(), write.id());
        }
        return write instanceof Write.Update update
                ? update(request.commit(), index, update, stored, seq)
                : delete(request.commit(), index, write, stored);
    }

    private KnownRows.Stored stored(EntityTable table, String id) throws SQLException {
        WaitingRows.Waiting waits = waiting.get(table.entity(), id);
        return waits == null ? rows.get(table, id) : new KnownRows.Stored(waits.row(), waits.seq());
    }

    private Outcome insert(CommitRequest request, int index, Write.Insert insert, KnownRows.Stored stored, long seq)
            throws SQLException {
        Row row = insert.row();
        check(request.commit(), insert, null, row);
        // After the guard, too: a caller that may not insert must learn nothing about ids.
        if (stored != null) {
            throw StoreErrors.idConflict(insert.entity(), insert.id());
        }
        request.encodedInsert(index, insert);
        requireTargets(index, row, null);
        if (waiting.isExchanging(insert.entity())) {
            waiting.put(index, row, seq);
        } else {
            place(row, seq);
        }
        return new Outcome(ChangeKind.INSERT, null, row, true);
    }

    private Outcome update(Commit commit, int index, Write.Update update, KnownRows.Stored stored, long seq)
            throws SQLException {
        EntityTable table = layout.of(update.entity());
        Row before = stored.row();
        Row after = before.with(update.patch());
        check(commit, update, before, after);
        requireUnchanged(update, update.unchangedSince(), stored);
        if (!before.id().equals(after.id())) {
            throw StoreErrors.idChanged(update.entity());
        }
        RowCheck.require(after);
        requireTargets(index, after, before);
        BitSet changed = table.changed(before, after);
        if (changed.isEmpty()) {
            return new Outcome(ChangeKind.UPDATE, before, after, false);
        }
        if (waiting.get(update.entity(), update.id()) != null) {
            waiting.put(index, after, seq);
        } else if (waiting.isExchanging(update.entity()) && table.isOfUnique(changed)) {
            remove(table, after.id());
            waiting.put(index, after, seq);
        } else {
            outgoing.row(table, after.id(), table.update(changed), table.updateArguments(changed, after, seq));
            rows.put(table, after.id(), new KnownRows.Stored(after, seq));
        }
        return new Outcome(ChangeKind.UPDATE, before, after, true);
    }

    private Outcome delete(Commit commit, int index, Write delete, KnownRows.Stored stored) throws SQLException {
        EntityTable table = layout.of(delete.entity());
        check(commit, delete, stored.row(), null);
        requireUnchanged(delete, ((Write.Delete) delete).unchangedSince(), stored);
        references.requireNone(index, stored.row());
        if (!waiting.remove(delete.entity(), delete.id())) {
            remove(table, delete.id());
        }
        return new Outcome(ChangeKind.DELETE, stored.row(), null, true);
    }

    private void remove(EntityTable table, String id) throws SQLException {
        outgoing.row(table, id, table.delete(), new Object[] {id});
        rows.put(table, id, null);
    }

    /** Inserts a row that is missing in its table. */
    void place(Row row, long seq) throws SQLException {
        EntityTable table = layout.of(row.entity());
        outgoing.row(table, row.id(), table.insert(), table.insertArguments(row, seq));
        rows.put(table, row.id(), new KnownRows.Stored(row, seq));
    }

    private void requireTargets(int index, Row after, Row before) throws SQLException {
        references.require(index, after, before);
        if (references.areOpen()) {
            outgoing.save();
        }
    }

    private static void requireUnchanged(Write write, long unchangedSince, KnownRows.Stored stored) {
        if (unchangedSince != Write.ANY && stored.seq() > unchangedSince) {
            throw StoreErrors.changedSince(write.entity(), write.id(), unchangedSince);
        }
    }

    private void check(Commit commit, Write write, Row before, Row after) {
        try {
            commit.guard().check(write, before, after, waiting);
        } catch (Group.SendFailure e) {
            throw e;
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            throw StoreErrors.guardFailed(e);
        }
    }

    /** Lets a row wait whose write the server refused and undid. Throws the reason when the row can't wait. */
    void waitFor(int index, Outcome outcome, long seq, SQLException failure) throws SQLException {
        Row row = outcome.after();
        LynchetException taken = taken(row, failure);
        if (!taken.code().equals(ErrorCode.UNIQUE_VIOLATION)) {
            throw taken;
        }
        EntityTable table = layout.of(row.entity());
        rows.put(table, row.id(), null);
        if (outcome.before() != null) {
            remove(table, row.id());
            outgoing.send();
        }
        waiting.put(index, row, seq);
    }

    /** Returns the reason of the server's refusal. The unique value that is taken is looked up only now. */
    LynchetException taken(Row row, SQLException failure) throws SQLException {
        LynchetException taken = row != null && PostgresFailures.isUnique(failure)
                ? constraints.taken(layout.of(row.entity()), row)
                : null;
        return taken == null ? PostgresFailures.INSTANCE.of(failure) : taken;
    }
}
