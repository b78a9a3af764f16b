// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.LynchetException;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.RowCheck;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.ReadSet;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import io.lynchet.api.store.check.ReferenceCheck;
import io.lynchet.api.store.check.WaitingRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A commit: from a state to the next, or an exception and no next state. Confined to the writer. */
final class Transaction {
    private final State base;
    private final Instant at;
    private final WaitingRows waiting;
    private final ReferenceCheck<RuntimeException> references;
    private final List<Change> changes = new ArrayList<>();
    private final Log log;
    private Tables tables;

    Transaction(State base, Instant at) {
        this.base = base;
        this.at = at;
        this.tables = base.tables();
        this.log = base.log();
        this.waiting = new WaitingRows((entity, filter, outer) -> tables.exists(entity, filter, outer));
        this.references = new ReferenceCheck<>(new Seen(), waiting);
    }

    /** The rows as the commit so far has left them. */
    private final class Seen implements ReferenceCheck.Rows<RuntimeException> {
        @Override
        public Entity target(Field reference) {
            return tables.schema().entityOrNull(reference.type().target());
        }

        @Override
        public boolean has(Entity entity, String id) {
            return tables.of(entity).get(id) != null;
        }

        @Override
        public Row get(Entity entity, String id) {
            Table.Stored stored = tables.of(entity).get(id);
            return stored == null ? null : stored.row();
        }

        @Override
        public List<Tables.Referrer> referrers(Entity target) {
            return tables.referrers(target);
        }

        @Override
        public List<Row> referring(ReferenceCheck.Referrer by, Row to, int limit) {
            return tables.referring(by, to, limit);
        }
    }

    State.Step run(Commit commit) {
        if (commit.operation().isPresent()) {
            Operation asked = commit.operation().get();
            State.Remembered known = base.operations().get(asked.key());
            if (known != null) {
                return new State.Step(base, known.answer().replayFor(asked), List.of());
            }
        }
        // A stale entity says nothing about one write: the whole commit must be prepared again.
        commit.writes().forEach(write -> tables.of(write.entity()));
        commit.reads().ifPresent(this::requireStillTrue);
        references.begin(commit);
        List<WriteResult.Item> applied = new ArrayList<>(commit.writes().size());
        for (Write write : commit.writes()) {
            try {
                applied.add(apply(applied.size(), write, commit));
            } catch (LynchetException e) {
                throw commit.writes().size() == 1 ? e : new WriteRefusedException(applied.size(), e);
            }
        }
        waiting.end(this::place);
        references.end();
        // The number of changes is known only now: an update that leaves its row equal makes none.
        long end = head();
        changes.replaceAll(change -> change.in(end));
        String request = commit.operation().map(Operation::request).orElse("");
        WriteResult answer = new WriteResult(end, applied, false, request);
        State next = base.with(tables, log.with(changes));
        return new State.Step(
                commit.operation()
                        .map(operation -> next.remembering(operation.key(), answer))
                        .orElse(next),
                answer,
                List.copyOf(changes));
    }

    private long head() {
        return log.head() + changes.size();
    }

    private WriteResult.Item apply(int index, Write write, Commit commit) {
        Table table = tables.of(write.entity());
        Table.Stored stored = stored(table, write.id());
        boolean insert = write instanceof Write.Insert;
        if (!insert && stored == null) {
            throw StoreErrors.notFound(write.entity(), write.id());
        }
        Row before = insert ? null : stored.row();
        Row after = after(write, before);
        check(commit.guard(), write, before, after);
        requirePrecondition(write, stored);
        if (after == null) {
            references.requireNone(index, before);
        } else {
            if (before != null && !before.id().equals(after.id())) {
                throw StoreErrors.idChanged(write.entity());
            }
            RowCheck.require(after);
            references.require(index, after, before);
        }
        return store(index, write, before, after, commit.writes().size() > 1);
    }

    private Table.Stored stored(Table table, String id) {
        WaitingRows.Waiting waits = waiting.get(table.entity(), id);
        return waits == null ? table.get(id) : new Table.Stored(waits.row(), waits.seq());
    }

    /** The guard comes first: a caller that may not read a row must not learn that it exists or has changed. */
    private static void requirePrecondition(Write write, Table.Stored stored) {
        if (write instanceof Write.Insert) {
            if (stored != null) {
                throw StoreErrors.idConflict(write.entity(), write.id());
            }
            return;
        }
        long unchangedSince = write instanceof Write.Update update
                ? update.unchangedSince()
                : ((Write.Delete) write).unchangedSince();
        if (unchangedSince != Write.ANY && stored.seq() > unchangedSince) {
            throw StoreErrors.changedSince(write.entity(), write.id(), unchangedSince);
        }
    }

    private static Row after(Write write, Row before) {
        if (write instanceof Write.Insert insert) {
            return insert.row();
        }
        return write instanceof Write.Update update ? before.with(update.patch()) : null;
    }

    private void check(Guard guard, Write write, Row before, Row after) {
        // The guard keeps seeing this state, whatever it does with the source.
        RowSource seen = waiting.isEmpty() ? tables : waiting;
        try {
            guard.check(write, before, after, seen);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            throw StoreErrors.guardFailed(e);
        }
    }

    private static void requireUnique(Table table, Row after) {
        Table.UniqueKey taken = table.collision(after);
        if (taken != null) {
            throw StoreErrors.notUnique(table.entity(), taken.names());
        }
    }

    private boolean mustWait(Table table, Row before, Row after) {
        return waiting.get(after.entity(), after.id()) != null
                || (waiting.isExchanging(after.entity()) && table.hasOtherUniqueValues(before, after))
                || table.collision(after) != null;
    }

    private void place(Row row, long seq) {
        Table table = tables.of(row.entity());
        requireUnique(table, row);
        tables = tables.with(table.with(row, seq));
    }

    private WriteResult.Item store(int index, Write write, Row before, Row after, boolean mayWait) {
        ChangeKind kind = before == null ? ChangeKind.INSERT : after == null ? ChangeKind.DELETE : ChangeKind.UPDATE;
        if (kind == ChangeKind.UPDATE && before.equals(after)) {
            return new WriteResult.Item(write.entity().name(), write.id(), kind, 0);
        }
        Change change = Change.single(head() + 1, write.entity().name(), write.id(), kind, before, after, at);
        Table table = tables.of(write.entity());
        if (after == null) {
            waiting.remove(write.entity(), write.id());
            tables = tables.with(table.without(write.id()));
        } else if (mayWait && mustWait(table, before, after)) {
            waiting.put(index, after, change.seq());
            tables = tables.with(table.without(write.id()));
        } else {
            place(after, change.seq());
        }
        changes.add(change);
        return new WriteResult.Item(change.entity(), change.id(), kind, change.seq());
    }

    private void requireStillTrue(ReadSet reads) {
        for (ReadSet.FilterRead read : reads.filters()) {
            tables.of(read.entity());
        }
        if (reads.seq() > log.head() || reads.seq() + 1 < log.oldest()) {
            throw StoreErrors.readSetBroken(reads);
        }
        for (Change change : log.entries().valuesFrom(reads.seq() + 1)) {
            if (touches(reads, change)) {
                throw StoreErrors.readSetBroken(reads);
            }
        }
    }

    private boolean touches(ReadSet reads, Change stored) {
        if (reads.rows().contains(new ReadSet.RowRead(stored.entity(), stored.id()))) {
            return true;
        }
        Change change = Log.as(stored, tables.schema());
        for (ReadSet.FilterRead read : reads.filters()) {
            if (read.entity().name().equals(change.entity())
                    && (matches(read, change.before()) || matches(read, change.after()))) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(ReadSet.FilterRead read, Row row) {
        if (row != null && row.entity() != read.entity()) {
            throw new SchemaChangedException();
        }
        return row != null && read.filter().matches(Scope.of(row, tables));
    }
}
