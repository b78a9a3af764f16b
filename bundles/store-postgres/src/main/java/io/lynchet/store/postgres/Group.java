// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Operation;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.References;
import io.lynchet.api.store.WaitingRows;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import io.lynchet.store.sql.Column;
import io.lynchet.store.sql.CommitEntries;
import io.lynchet.store.sql.CommitRequest;
import io.lynchet.store.sql.Layout;
import io.lynchet.store.sql.Operations;
import io.lynchet.store.sql.ReadSetCheck;
import io.lynchet.store.sql.Reads;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One transaction, which carries the commits of many callers with few ways to the server and back: what they need is read at once, what they write is sent
 * together. A commit that is refused is undone alone. Confined to the writer.
 *
 * <p>A commit of one write is refused before anything of it waits to be sent. One of several writes has a savepoint, for which everything before it is sent.
 * What only the server finds out (a unique value that is taken) fails the whole group; it is done again carefully, with a savepoint for each commit.
 */
final class Group {
    private final PostgresDatabase database;
    private final Layout layout;
    private final Instant at;
    private final boolean careful;
    private final KnownRows rows;
    private final Outgoing outgoing;
    private final WaitingRows waiting;
    private final References<SQLException> references;
    private final RowWrites writes;
    private final CommitEntries entries = new CommitEntries();
    private final List<Change> changes = new ArrayList<>();
    private Map<OperationKey, Committed> answers = new HashMap<>();
    private long head;

    Group(PostgresDatabase database, Layout layout, long head, Instant at, boolean careful) {
        this.database = database;
        this.layout = layout;
        this.head = head;
        this.at = at;
        this.careful = careful;
        this.rows = new KnownRows(database);
        this.outgoing = new Outgoing(database);
        Reads reads = new Reads(database, layout, PostgresFailures.INSTANCE);
        this.waiting = new WaitingRows((entity, filter, outer) -> {
            send();
            return reads.exists(entity, filter, outer);
        });
        this.references = new References<>(new KnownReferences(layout, rows, outgoing), waiting);
        this.writes = new RowWrites(layout, rows, outgoing, waiting, references);
    }

    List<Change> changes() {
        return changes;
    }

    long head() {
        return head;
    }

    /** Whether it holds anything that must be made durable. */
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

    /** Carries an error of the server through code that is not ours. */
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

    private Committed apply(CommitRequest request) throws SQLException {
        Commit commit = request.commit();
        Operation operation = commit.operation().orElse(null);
        if (operation != null && answers.containsKey(operation.key())) {
            return operation.replay(answers.get(operation.key()));
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
        List<Committed.Applied> applied = new ArrayList<>(commit.writes().size());
        for (int i = 0; i < commit.writes().size(); i++) {
            try {
                applied.add(apply(request, i));
            } catch (LynchetException e) {
                throw commit.writes().size() == 1 ? e : new WriteRefusedException(i, e);
            }
        }
        if (references.areOpen()) {
            // Unique values are told before references, and whether one is taken knows the server.
            outgoing.send();
        }
        placeWaiting();
        references.end();
        entries.end(this::log);
        if (operation == null) {
            return new Committed(head, applied, false);
        }
        Committed answer = new Committed(head, applied, false, operation.request());
        keep(operation.key(), answer);
        return answer;
    }

    private void keep(OperationKey key, Committed answer) {
        outgoing.add(
                Operations.KEEP,
                new Object[] {key.clientId(), key.operationId(), Column.micros(at), Operations.encode(answer)});
        answers.put(key, answer);
    }

    private Committed.Applied apply(CommitRequest request, int index) throws SQLException {
        Write write = request.commit().writes().get(index);
        RowWrites.Outcome outcome = careful ? carefully(request, index) : writes.apply(request, index, head + 1);
        if (!outcome.isChange()) {
            return new Committed.Applied(write.entity().name(), write.id(), outcome.kind(), 0);
        }
        Change change = Change.single(
                head + 1, write.entity().name(), write.id(), outcome.kind(), outcome.before(), outcome.after(), at);
        byte[] encoded = write instanceof Write.Insert insert ? request.encodedInsert(index, insert) : null;
        entries.add(layout.of(write.entity()).number(), change, encoded);
        head++;
        return new Committed.Applied(write.entity().name(), write.id(), outcome.kind(), change.seq());
    }

    private void log(int entity, Change change, byte[] before, byte[] after) {
        outgoing.log(entity, change, before, after);
        changes.add(change);
    }

    /** Sends the write alone, so that it is known which one the server does not take. */
    private RowWrites.Outcome carefully(CommitRequest request, int index) throws SQLException {
        if (waiting.isExchanging(request.commit().writes().get(index).entity())) {
            // A row that is not taken out now can fail over unique values only, and has the same ones as before.
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

    /** All at once, and only when that fails one after the other. */
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

    /** Something that is undone when the server does not take it. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    /** Why the server did not take it, or null. */
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
