// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.LynchetException;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.ReadSet;
import io.lynchet.api.store.Refusals;
import io.lynchet.api.store.RowCheck;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One commit: from a state to the next, or an exception and no next state. Confined to the writer. */
final class Transaction {
    private final State base;
    private final Instant at;
    private final List<Change> changes = new ArrayList<>();
    private Tables tables;
    private Log log;

    Transaction(State base, Instant at) {
        this.base = base;
        this.at = at;
        this.tables = base.tables();
        this.log = base.log();
    }

    State.Step run(Commit commit) {
        if (commit.operation().isPresent()) {
            State.Remembered known = base.operations().get(commit.operation().get());
            if (known != null) {
                Committed first = known.answer();
                return new State.Step(base, new Committed(first.seq(), first.applied(), true), List.of());
            }
        }
        // A stale entity says nothing about one write: the whole commit must be prepared again.
        commit.writes().forEach(write -> tables.of(write.entity()));
        commit.reads().ifPresent(this::requireStillTrue);
        List<Committed.Applied> applied = new ArrayList<>(commit.writes().size());
        for (Write write : commit.writes()) {
            try {
                applied.add(apply(write, commit.guard()));
            } catch (LynchetException e) {
                throw commit.writes().size() == 1 ? e : new WriteRefusedException(applied.size(), e);
            }
        }
        Committed answer = new Committed(log.head(), applied, false);
        State next = base.with(tables, log);
        return new State.Step(
                commit.operation().map(key -> next.remembering(key, answer)).orElse(next),
                answer,
                List.copyOf(changes));
    }

    private Committed.Applied apply(Write write, Guard guard) {
        Table table = tables.of(write.entity());
        Table.Stored stored = table.get(write.id());
        boolean insert = write instanceof Write.Insert;
        if (!insert && stored == null) {
            throw Refusals.notFound(write.entity(), write.id());
        }
        Row before = insert ? null : stored.row();
        Row after = after(write, before);
        check(guard, write, before, after);
        requirePrecondition(write, stored);
        if (after == null) {
            requireUnreferenced(stored);
        } else {
            if (before != null && !before.id().equals(after.id())) {
                throw Refusals.idChanged(write.entity());
            }
            RowCheck.require(after);
            requireTargets(after);
            requireUnique(table, after);
        }
        return store(write, table, before, after);
    }

    /** Only after the guard was asked: who may not read a row is not told that it is there, or has changed. */
    private static void requirePrecondition(Write write, Table.Stored stored) {
        if (write instanceof Write.Insert) {
            if (stored != null) {
                throw Refusals.idConflict(write.entity(), write.id());
            }
            return;
        }
        long unchangedSince = write instanceof Write.Update update
                ? update.unchangedSince()
                : ((Write.Delete) write).unchangedSince();
        if (unchangedSince != Write.ANY && stored.seq() > unchangedSince) {
            throw Refusals.changedSince(write.entity(), write.id(), unchangedSince);
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
        RowSource seen = tables;
        try {
            guard.check(write, before, after, seen);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            throw Refusals.guardFailed(e);
        }
    }

    private void requireUnreferenced(Table.Stored stored) {
        Tables.Referrer referrer = tables.referrer(stored);
        if (referrer != null) {
            throw Refusals.inUse(stored.row().entity(), stored.row().id(), referrer.entity(), referrer.field());
        }
    }

    private void requireTargets(Row after) {
        Entity entity = after.entity();
        for (Field field : entity.fields()) {
            Object target = after.get(field.ordinal());
            if (field.type().kind() == FieldType.Kind.REFERENCE && target != null) {
                boolean itself = field.type().target().equals(entity.name()) && target.equals(after.id());
                if (!itself && tables.byName().get(field.type().target()).get((String) target) == null) {
                    throw Refusals.targetMissing(field);
                }
            }
        }
    }

    private static void requireUnique(Table table, Row after) {
        Table.UniqueKey taken = table.collision(after);
        if (taken != null) {
            throw Refusals.notUnique(table.entity(), taken.names());
        }
    }

    private Committed.Applied store(Write write, Table table, Row before, Row after) {
        ChangeKind kind = before == null ? ChangeKind.INSERT : after == null ? ChangeKind.DELETE : ChangeKind.UPDATE;
        if (kind == ChangeKind.UPDATE && before.equals(after)) {
            return new Committed.Applied(write.entity().name(), write.id(), kind, 0);
        }
        Change change = new Change(log.head() + 1, write.entity().name(), write.id(), kind, before, after, at);
        tables = tables.with(after == null ? table.without(write.id()) : table.with(after, change.seq()));
        log = log.with(change);
        changes.add(change);
        return new Committed.Applied(change.entity(), change.id(), kind, change.seq());
    }

    private void requireStillTrue(ReadSet reads) {
        for (ReadSet.FilterRead read : reads.filters()) {
            tables.of(read.entity());
        }
        if (reads.seq() > log.head() || reads.seq() + 1 < log.oldest()) {
            throw Refusals.readSetBroken(reads);
        }
        for (Change change : log.entries().valuesFrom(reads.seq() + 1)) {
            if (touches(reads, change)) {
                throw Refusals.readSetBroken(reads);
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
