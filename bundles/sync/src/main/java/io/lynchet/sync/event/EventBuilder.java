// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.event;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The builder of the events of one group of callers from commits. Confined to one snapshot and its thread. */
public final class EventBuilder {
    /** The most rows that one commit, or new rights, may bring into or out of sight. */
    public static final int ROWS_MAX = 10_000;

    /** Beyond this number, the condition that finds the touched rows would be too deep. */
    private static final int IMAGES_AT_ONCE = 50;

    private final ReadRights rights;
    private final DataSnapshot snapshot;
    private final RowHistory past;
    private final JsonWriter writer = new JsonWriter(512);

    /**
     * Creates a builder.
     *
     * @param from the oldest seq that is used
     */
    public EventBuilder(ReadRights rights, DataSnapshot snapshot, long from) {
        this.rights = rights;
        this.snapshot = snapshot;
        this.past = new RowHistory(snapshot, from, rights.deciding());
    }

    /**
     * Adds the events of one commit. Fails with {@code RESYNC_REQUIRED} when it can't be determined which other rows
     * the commit showed or hid.
     */
    public void add(CommitStep step, List<RowEvent> to) {
        List<RowEvent.Draft> drafts = new ArrayList<>(step.changes().size());
        for (Change change : step.changes()) {
            Row some = change.after() == null ? change.before() : change.after();
            // The rows of a dropped entity are gone.
            ReadScope scope = some == null ? null : rights.scopeOf(some, change.entity());
            if (scope != null) {
                direct(change, scope, step, drafts);
            }
        }
        if (!rights.deciding().isEmpty()) {
            indirect(step, drafts);
        }
        encode(step.after(), step.at(), drafts, to);
    }

    private void encode(long seq, Instant at, List<RowEvent.Draft> drafts, List<RowEvent> to) {
        for (int i = 0; i < drafts.size(); i++) {
            to.add(drafts.get(i).at(seq, at, i < drafts.size() - 1, writer));
        }
    }

    private void direct(Change change, ReadScope scope, CommitStep step, List<RowEvent.Draft> drafts) {
        boolean before = sees(scope, change.before(), step.before());
        boolean after = sees(scope, change.after(), step.after());
        if (before && after) {
            if (differ(change.before(), change.after(), scope.everyField())) {
                drafts.add(new RowEvent.Draft("update", change.after(), scope.everyField(), true));
            }
        } else if (after) {
            String kind = change.kind() == ChangeKind.INSERT ? "insert" : "update";
            drafts.add(new RowEvent.Draft(kind, change.after(), scope.everyField(), false));
        } else if (before) {
            drafts.add(RowEvent.Draft.gone(change.before()));
        }
    }

    private boolean sees(ReadScope scope, Row row, long seq) {
        return row != null && scope.filter().matches(Scope.of(row, rows(scope, seq)));
    }

    private RowSource rows(ReadScope scope, long seq) {
        return scope.reads().isEmpty() ? RowSource.NONE : past.rowsAt(seq);
    }

    private static boolean differ(Row before, Row after, boolean everyField) {
        return everyField
                || after.entity().fields().stream().noneMatch(Field::serverOnly)
                || !Arrays.equals(visible(before), visible(after));
    }

    private static Object[] visible(Row row) {
        return row.entity().fields().stream()
                .filter(field -> !field.serverOnly())
                .map(field -> row.get(field.ordinal()))
                .toArray();
    }

    /** Adds the rows that the commit did not write, but that rows it wrote decide about. */
    private void indirect(CommitStep step, List<RowEvent.Draft> drafts) {
        Set<CommitStep.Key> written = step.rows();
        for (ReadScope scope : rights.scopes().values()) {
            Map<String, Row> touched = new TreeMap<>();
            for (Entity read : scope.reads()) {
                touched(scope, read, step, touched);
            }
            for (Row row : touched.values()) {
                if (!written.contains(new CommitStep.Key(scope.entity().name(), row.id()))) {
                    indirect(scope, row, step, drafts);
                }
            }
        }
    }

    private void touched(ReadScope scope, Entity read, CommitStep step, Map<String, Row> found) {
        List<Row> images = step.images(read);
        Filter last = Filter.Constant.FALSE;
        for (int from = 0; from < images.size(); from += IMAGES_AT_ONCE) {
            Filter touched = DependentRows.of(
                    scope.filter(), read, images.subList(from, Math.min(images.size(), from + IMAGES_AT_ONCE)));
            if (touched.equals(Filter.Constant.FALSE) || touched.equals(last)) {
                continue;
            }
            last = touched;
            past.matching(scope.entity(), touched, step.after(), ROWS_MAX).forEach(row -> found.put(row.id(), row));
            if (found.size() > ROWS_MAX) {
                throw RowHistory.tooMuch();
            }
        }
    }

    private void indirect(ReadScope scope, Row row, CommitStep step, List<RowEvent.Draft> drafts) {
        boolean before = sees(scope, row, step.before());
        boolean after = sees(scope, row, step.after());
        if (before != after) {
            drafts.add(after ? new RowEvent.Draft("update", row, scope.everyField(), false) : RowEvent.Draft.gone(row));
        }
    }

    /**
     * Adds the events that turn the rows seen under other rights of the same generation into those seen under these
     * rights, as of a seq. Fails with {@code RESYNC_REQUIRED} when that is too much.
     */
    public void addDifference(ReadRights old, long seq, Instant at, List<RowEvent> to) {
        List<RowEvent.Draft> drafts = new ArrayList<>();
        Set<String> deciding = new HashSet<>(old.deciding());
        deciding.addAll(rights.deciding());
        RowHistory both = new RowHistory(snapshot, seq, deciding);
        for (ReadScope scope : rights.scopes().values()) {
            ReadScope was = old.scopes().get(scope.entity().name());
            if (was == null || was.entity() != scope.entity()) {
                throw new SchemaChangedException();
            }
            if (was.filter().equals(scope.filter()) && was.everyField() == scope.everyField()) {
                continue;
            }
            Filter gone = was.filter().and(Filter.not(scope.filter()));
            Filter come = was.everyField() == scope.everyField()
                    ? scope.filter().and(Filter.not(was.filter()))
                    : scope.filter();
            both.matching(scope.entity(), gone, seq, ROWS_MAX - drafts.size())
                    .forEach(row -> drafts.add(RowEvent.Draft.gone(row)));
            boolean maybe = was.everyField() != scope.everyField();
            both.matching(scope.entity(), come, seq, ROWS_MAX - drafts.size())
                    .forEach(row -> drafts.add(new RowEvent.Draft("update", row, scope.everyField(), maybe)));
        }
        encode(seq, at, drafts, to);
    }
}
