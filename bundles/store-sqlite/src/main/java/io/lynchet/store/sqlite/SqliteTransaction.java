// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.RowCheck;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import io.lynchet.api.store.check.ReferenceCheck;
import io.lynchet.api.store.check.WaitingRows;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.read.SqlReads;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.CommitEntries;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.table.OperationTable;
import io.lynchet.store.sql.write.CommitRequest;
import io.lynchet.store.sql.write.ReadSetCheck;
import io.lynchet.store.sql.write.ReferenceRows;
import io.lynchet.store.sql.write.UniqueCheck;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A transaction of SQLite that carries the commits of many callers. A refused commit is undone alone. Confined to the
 * writer.
 *
 * <p>The seqs given here are durable only after the owner's COMMIT.
 */
final class SqliteTransaction {
    private static final String SAVE = "SAVEPOINT one";
    private static final String RELEASE = "RELEASE one";
    private static final String UNDO = "ROLLBACK TO one";

    private final Database database;
    private final Layout layout;
    private final Instant at;
    private final SqlReads reads;
    private final UniqueCheck constraints;
    private final WaitingRows waiting;
    private final ReferenceCheck<SQLException> references;
    private final CommitEntries entries = new CommitEntries();
    private final List<Change> changes = new ArrayList<>();
    private long head;
    private boolean written;
    private boolean saved;

    SqliteTransaction(Database database, Layout layout, StoreFiles files, long head, Instant at) {
        this.database = database;
        this.layout = layout;
        this.head = head;
        this.at = at;
        this.reads = new SqlReads(database, layout, files);
        this.constraints = new UniqueCheck(database);
        this.waiting = new WaitingRows(reads);
        this.references = new ReferenceCheck<>(new ReferenceRows(database, layout), waiting);
    }

    List<Change> changes() {
        return changes;
    }

    long head() {
        return head;
    }

    /** Returns whether the transaction holds no change to be made durable. */
    boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * Runs one commit, or undoes and refuses it.
     *
     * @throws SQLException when the whole transaction can't go on and must be rolled back
     */
    void run(CommitRequest request) throws SQLException {
        long headBefore = head;
        // One write is one statement, which undoes itself when it fails. So it needs no savepoint, which would cost two
        // more statements.
        written = false;
        saved = false;
        if (request.commit().writes().size() > 1 || request.commit().operation().isPresent()) {
            save();
        }
        try {
            request.committed(apply(request));
        } catch (LynchetException e) {
            request.refuse(e);
        } catch (RuntimeException e) {
            request.refuse(new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit", e));
        }
        if (request.isRefused() && saved) {
            database.run(UNDO);
        } else if (request.isRefused() && written) {
            throw new SQLException("a refused commit has written", request.refusal());
        }
        if (request.isRefused()) {
            entries.drop();
            head = headBefore;
        }
        if (saved) {
            database.run(RELEASE);
        }
    }

    private void save() throws SQLException {
        if (!saved) {
            database.run(SAVE);
            saved = true;
        }
    }

    private void requireTargets(int index, Row after, Row before) throws SQLException {
        references.require(index, after, before);
        if (references.areOpen()) {
            save();
        }
    }

    private WriteResult apply(CommitRequest request) throws SQLException {
        Commit commit = request.commit();
        if (commit.operation().isPresent()) {
            Operation asked = commit.operation().get();
            WriteResult known = OperationTable.find(database, asked.key());
            if (known != null) {
                return known.replayFor(asked);
            }
        }
        waiting.begin();
        for (Write write : commit.writes()) {
            layout.of(write.entity());
        }
        if (commit.reads().isPresent()) {
            ReadSetCheck.require(commit.reads().get(), database, layout, head, reads);
        }
        references.begin(commit);
        List<WriteResult.Item> applied = new ArrayList<>(commit.writes().size());
        for (int i = 0; i < commit.writes().size(); i++) {
            try {
                applied.add(apply(request, i));
            } catch (LynchetException e) {
                throw commit.writes().size() == 1 ? e : new WriteRefusedException(i, e);
            }
        }
        waiting.end(this::place);
        references.end();
        entries.end(this::log);
        if (commit.operation().isEmpty()) {
            return new WriteResult(head, applied, false);
        }
        Operation operation = commit.operation().get();
        WriteResult answer = new WriteResult(head, applied, false, operation.request());
        OperationTable.keep(database, operation.key(), answer, Column.micros(at));
        return answer;
    }

    private WriteResult.Item apply(CommitRequest request, int index) throws SQLException {
        Write write = request.commit().writes().get(index);
        EntityTable table = layout.of(write.entity());
        if (write instanceof Write.Insert insert) {
            return insert(request, index, insert, table);
        }
        Stored stored = stored(table, write.id());
        if (stored == null) {
            throw StoreErrors.notFound(write.entity(), write.id());
        }
        return write instanceof Write.Update update
                ? update(request, index, update, stored)
                : delete(request, index, write, stored);
    }

    /** A row and the seq of its last change. */
    private record Stored(Row row, long seq) {}

    private Stored stored(EntityTable table, String id) throws SQLException {
        WaitingRows.Waiting waits = waiting.get(table.entity(), id);
        if (waits != null) {
            return new Stored(waits.row(), waits.seq());
        }
        PreparedQuery statement = database.prepare(table.selectStored());
        try {
            return statement.first(id) ? new Stored(table.read(statement, 1), statement.longAt(0)) : null;
        } finally {
            statement.reset();
        }
    }

    /** The guard comes first: a caller that may not read a row must not learn that it has changed. */
    private static void requireUnchanged(Write write, Stored stored) {
        long unchangedSince = write instanceof Write.Update update
                ? update.unchangedSince()
                : ((Write.Delete) write).unchangedSince();
        if (unchangedSince != Write.ANY && stored.seq() > unchangedSince) {
            throw StoreErrors.changedSince(write.entity(), write.id(), unchangedSince);
        }
    }

    private WriteResult.Item insert(CommitRequest request, int index, Write.Insert insert, EntityTable table)
            throws SQLException {
        Row row = insert.row();
        check(request, insert, null, row);
        // After the guard, too: a caller that may not insert must learn nothing about ids.
        if (waiting.get(insert.entity(), insert.id()) != null
                || database.number(-1, table.selectSeq(), insert.id()) >= 0) {
            throw StoreErrors.idConflict(insert.entity(), insert.id());
        }
        byte[] encoded = request.encodedInsert(index, insert);
        requireTargets(index, row, null);
        if (waiting.isExchanging(insert.entity())) {
            waiting.put(index, row, head + 1);
        } else {
            insertRow(request.commit(), index, table, row);
        }
        return changed(table, ChangeKind.INSERT, null, row, encoded);
    }

    private WriteResult.Item update(CommitRequest request, int index, Write.Update update, Stored stored)
            throws SQLException {
        EntityTable table = layout.of(update.entity());
        Row before = stored.row();
        Row after = before.with(update.patch());
        check(request, update, before, after);
        requireUnchanged(update, stored);
        if (!before.id().equals(after.id())) {
            throw StoreErrors.idChanged(update.entity());
        }
        RowCheck.require(after);
        requireTargets(index, after, before);
        BitSet changed = table.changed(before, after);
        if (changed.isEmpty()) {
            return new WriteResult.Item(update.entity().name(), update.id(), ChangeKind.UPDATE, 0);
        }
        if (waiting.get(update.entity(), update.id()) != null) {
            waiting.put(index, after, head + 1);
        } else if (waiting.isExchanging(update.entity()) && table.isOfUnique(changed)) {
            database.run(table.delete(), after.id());
            waiting.put(index, after, head + 1);
        } else {
            updateRow(request.commit(), index, table, changed, after);
        }
        return changed(table, ChangeKind.UPDATE, before, after, null);
    }

    private WriteResult.Item delete(CommitRequest request, int index, Write delete, Stored stored) throws SQLException {
        EntityTable table = layout.of(delete.entity());
        check(request, delete, stored.row(), null);
        requireUnchanged(delete, stored);
        references.requireNone(index, stored.row());
        if (!waiting.remove(delete.entity(), delete.id())) {
            database.run(table.delete(), delete.id());
            written = true;
        }
        return changed(table, ChangeKind.DELETE, stored.row(), null, null);
    }

    private void check(CommitRequest request, Write write, Row before, Row after) {
        try {
            request.commit().guard().check(write, before, after, waiting);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            throw StoreErrors.guardFailed(e);
        }
    }

    private void insertRow(Commit commit, int index, EntityTable table, Row row) throws SQLException {
        try {
            database.run(table.insert(), table.insertArguments(row, head + 1));
            written = true;
        } catch (SQLException e) {
            waitFor(index, row, commit, e);
        }
    }

    private void updateRow(Commit commit, int index, EntityTable table, BitSet changed, Row after) throws SQLException {
        try {
            database.run(table.update(changed), table.updateArguments(changed, after, head + 1));
            written = true;
        } catch (SQLException e) {
            waitFor(index, after, commit, e);
            database.run(table.delete(), after.id());
        }
    }

    // SQLite detects a taken unique value during the write and undoes that one statement. The index is looked up only
    // afterwards, so that the common case pays nothing.
    private void waitFor(int index, Row row, Commit commit, SQLException failure) throws SQLException {
        LynchetException taken = taken(row, failure);
        if (commit.writes().size() == 1) {
            throw taken;
        }
        waiting.put(index, row, head + 1);
    }

    private void place(Row row, long seq) throws SQLException {
        EntityTable table = layout.of(row.entity());
        try {
            database.run(table.insert(), table.insertArguments(row, seq));
        } catch (SQLException e) {
            throw taken(row, e);
        }
    }

    private LynchetException taken(Row row, SQLException failure) throws SQLException {
        LynchetException taken =
                SqlFailure.isConstraint(failure) ? constraints.taken(layout.of(row.entity()), row) : null;
        if (taken == null) {
            throw failure;
        }
        return taken;
    }

    private WriteResult.Item changed(EntityTable table, ChangeKind kind, Row before, Row after, byte[] encodedAfter) {
        Entity entity = table.entity();
        String id = before == null ? after.id() : before.id();
        Change change = Change.single(head + 1, entity.name(), id, kind, before, after, at);
        entries.add(table.number(), change, encodedAfter);
        head++;
        return new WriteResult.Item(entity.name(), id, kind, change.seq());
    }

    private void log(int entity, Change change, byte[] before, byte[] after) throws SQLException {
        ChangeLog.append(database, entity, change, before, after);
        changes.add(change);
    }
}
