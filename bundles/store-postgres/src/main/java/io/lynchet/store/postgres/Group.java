// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import io.lynchet.api.store.check.ReferenceCheck;
import io.lynchet.api.store.check.WaitingRows;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.read.SqlReads;
import io.lynchet.store.sql.table.CommitEntries;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.table.OperationTable;
import io.lynchet.store.sql.write.CommitRequest;
import io.lynchet.store.sql.write.ReadSetCheck;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A transaction that carries the commits of many callers with few round trips to the server. It reads what they need at
 * once and sends their writes together. A refused commit is undone alone. Confined to the writer.
 *
 * <p>A commit of one write is refused before any part of it waits to be sent. A commit of several writes has a
 * savepoint, before which everything earlier is sent. Some errors only the server detects (a taken unique value); they
 * fail the whole group. Then the group is run again carefully, with a savepoint for each commit.
 */
final class Group {
    private final PostgresDatabase database;
    private final Layout layout;
    private final Instant at;
    private final boolean careful;
    private final KnownRows rows;
    private final Outgoing outgoing;
    private final WaitingRows waiting;
    private final ReferenceCheck<SQLException> references;
    private final RowWrites writes;
    private final CommitEntries entries = new CommitEntries();
    private final List<Change> changes = new ArrayList<>();
    private Map<OperationKey, WriteResult> answers = new HashMap<>();
    private long head;

    Group(PostgresDatabase database, Layout layout, long head, Instant at, boolean careful) {
        this.database = database;
        this.layout = layout;
        this.head = head;
        this.at = at;
        this.careful = careful;
        this.rows = new KnownRows(database);
        this.outgoing = new Outgoing(database);
        SqlReads reads = new SqlReads(database, layout, PostgresFailures.INSTANCE);
        this.waiting = new WaitingRows((entity, filter, outer) -> {
            send();
            return reads.exists(entity, filter, outer);
        });
        this.references = new ReferenceCheck<>(new KnownReferences(layout, rows, outgoing), waiting);
        this.writes = new RowWrites(layout, rows, outgoing, waiting, references);
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

    void run(List<CommitRequest> batch) throws SQLException {
        Prefetch prefetch = new Prefetch(layout);
        batch.forEach(prefetch::add);
        answers = prefetch.run(database, rows);
        for (CommitRequest request : batch) {
            request.reset();
            run(request);
        }
        outgoing.send();
    }

    private void send() {
        try {
            outgoing.send();
        } catch (SQLException e) {
            throw new SendFailure(e);
        }
    }

    /** An error of the server on its way through code that does not declare it. */
    static final class SendFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SendFailure(SQLException cause) {
            super(cause);
        }

        SQLException why() {
            return (SQLException) getCause();
        }
    }

    private void run(CommitRequest request) throws SQLException {
        int changesBefore = changes.size();
        long headBefore = head;
        if (careful || request.commit().writes().size() > 1) {
            outgoing.save();
        }
        try {
            request.committed(apply(request));
            if (outgoing.isSaved()) {
                outgoing.send();
            }
        } catch (LynchetException e) {
            request.refuse(e);
        } catch (SendFailure e) {
            throw e.why();
        } catch (RuntimeException e) {
            request.refuse(new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit", e));
        }
        if (request.isRefused()) {
            changes.subList(changesBefore, changes.size()).clear();
            entries.drop();
            head = headBefore;
        }
        if (outgoing.isSaved()) {
            outgoing.end(request.isRefused());
            if (request.isRefused()) {
                rows.forget();
            }
        }
    }

    private WriteResult apply(CommitRequest request) throws SQLException {
        Commit commit = request.commit();
        Operation operation = commit.operation().orElse(null);
        if (operation != null && answers.containsKey(operation.key())) {
            return answers.get(operation.key()).replayFor(operation);
        }
        waiting.begin();
        for (Write write : commit.writes()) {
            layout.of(write.entity());
        }
        if (commit.reads().isPresent()) {
            outgoing.send();
            ReadSetCheck.require(commit.reads().get(), database, layout, head, waiting);
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
        if (references.areOpen()) {
            // Unique values are reported before references, and only the server knows whether one is taken.
            outgoing.send();
        }
        placeWaiting();
        references.end();
        entries.end(this::log);
        if (operation == null) {
            return new WriteResult(head, applied, false);
        }
        WriteResult answer = new WriteResult(head, applied, false, operation.request());
        keep(operation.key(), answer);
        return answer;
    }

    private void keep(OperationKey key, WriteResult answer) {
        outgoing.add(
                OperationTable.KEEP,
                new Object[] {key.clientId(), key.operationId(), Column.micros(at), OperationTable.encode(answer)});
        answers.put(key, answer);
    }

    private WriteResult.Item apply(CommitRequest request, int index) throws SQLException {
        Write write = request.commit().writes().get(index);
        RowWrites.Outcome outcome = careful ? carefully(request, index) : writes.apply(request, index, head + 1);
        if (!outcome.isChange()) {
            return new WriteResult.Item(write.entity().name(), write.id(), outcome.kind(), 0);
        }
        Change change = Change.single(
                head + 1, write.entity().name(), write.id(), outcome.kind(), outcome.before(), outcome.after(), at);
        byte[] encoded = write instanceof Write.Insert insert ? request.encodedInsert(index, insert) : null;
        entries.add(layout.of(write.entity()).number(), change, encoded);
        head++;
        return new WriteResult.Item(write.entity().name(), write.id(), outcome.kind(), change.seq());
    }

    private void log(int entity, Change change, byte[] before, byte[] after) {
        outgoing.log(entity, change, before, after);
        changes.add(change);
    }

    /** Sends the write alone, so that the one that the server refuses is known. */
    private RowWrites.Outcome carefully(CommitRequest request, int index) throws SQLException {
        if (waiting.isExchanging(request.commit().writes().get(index).entity())) {
            // Without a delete now, the write fails over unique values only, and those are the same as before.
            return writes.apply(request, index, head + 1);
        }
        RowWrites.Outcome[] outcome = {null};
        SQLException failure = alone(() -> outcome[0] = writes.apply(request, index, head + 1));
        if (failure != null) {
            boolean mayWait = outcome[0] != null && request.commit().writes().size() > 1;
            if (!mayWait) {
                throw writes.taken(outcome[0] == null ? null : outcome[0].after(), failure);
            }
            writes.waitFor(index, outcome[0], head + 1, failure);
        }
        return outcome[0];
    }

    /** Places all waiting rows at once, and one after the other only when that fails. */
    private void placeWaiting() throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        SQLException failure = alone(() -> {
            for (WaitingRows.Waiting each : waiting.all()) {
                writes.place(each.row(), each.seq());
            }
        });
        if (failure == null) {
            waiting.begin();
        } else {
            waiting.end(this::place);
        }
    }

    private void place(Row row, long seq) throws SQLException {
        SQLException failure = alone(() -> writes.place(row, seq));
        if (failure != null) {
            throw writes.taken(row, failure);
        }
    }

    /** A step that is undone when the server refuses it. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    /** Runs a step and returns the server's refusal, or null. */
    private SQLException alone(Step step) throws SQLException {
        outgoing.send();
        database.execute("SAVEPOINT two");
        try {
            step.run();
            outgoing.send();
            database.execute("RELEASE two");
            return null;
        } catch (SQLException e) {
            if (!PostgresFailures.isOfOneCommit(e)) {
                throw e;
            }
            outgoing.drop();
            database.execute("ROLLBACK TO two");
            return e;
        }
    }
}
