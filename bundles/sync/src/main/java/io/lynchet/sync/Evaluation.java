// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.data.Moment;
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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the events of one group of callers out of changes. Belongs to one moment and its thread. */
final class Evaluation {
    /** Most rows that may come into or out of sight by one change or with new rights. */
    static final int ROWS_MAX = 10_000;

    private final Rights rights;
    private final Moment moment;
    private final Past past;
    private final JsonWriter writer = new JsonWriter(512);

    /** @param from the oldest seq that will be asked for */
    Evaluation(Rights rights, Moment moment, long from) {
        this.rights = rights;
        this.moment = moment;
        this.past = new Past(moment, from, rights.deciding());
    }

    /** Adds the events of one change. {@code RESYNC_REQUIRED} when it can't be told what rows of others it showed or hid. */
    void add(Change change, List<Event> to) {
        List<Event.Draft> drafts = new ArrayList<>(1);
        Row some = change.after() == null ? change.before() : change.after();
        // The rows of an entity that has been dropped are gone.
        ReadScope scope = some == null ? null : rights.scopeOf(some, change.entity());
        if (scope != null) {
            direct(change, scope, drafts);
        }
        if (some != null && rights.deciding().contains(change.entity())) {
            indirect(change, some.entity(), drafts);
        }
        encode(change.seq(), change.at(), drafts, to);
    }

    private void encode(long seq, Instant at, List<Event.Draft> drafts, List<Event> to) {
        for (int i = 0; i < drafts.size(); i++) {
            to.add(drafts.get(i).at(seq, at, i < drafts.size() - 1, writer));
        }
    }

    private void direct(Change change, ReadScope scope, List<Event.Draft> drafts) {
        boolean before = sees(scope, change.before(), change.seq() - 1);
        boolean after = sees(scope, change.after(), change.seq());
        if (before && after) {
            if (differ(change.before(), change.after(), scope.everyField())) {
                drafts.add(new Event.Draft(change.kind().wireName(), change.after(), scope.everyField()));
            }
        } else if (after) {
            String kind = change.kind() == ChangeKind.INSERT ? "insert" : "update";
            drafts.add(new Event.Draft(kind, change.after(), scope.everyField()));
        } else if (before) {
            drafts.add(new Event.Draft("delete", change.before(), scope.everyField()));
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

    /** Rows that did not change, but for which another row has decided. */
    private void indirect(Change change, Entity entity, List<Event.Draft> drafts) {
        List<Row> images = Stream.of(change.before(), change.after())
                .filter(Objects::nonNull)
                .toList();
        for (ReadScope scope : rights.scopes().values()) {
            if (!reads(scope, entity)) {
                continue;
            }
            Filter touched = Candidates.of(scope.filter(), entity, images);
            if (touched.equals(Filter.Constant.FALSE)) {
                continue;
            }
            for (Row row : past.matching(scope.entity(), touched, change.seq(), ROWS_MAX)) {
                if (!isOf(change, row)) {
                    indirect(scope, row, change.seq(), drafts);
                }
            }
        }
    }

    private static boolean reads(ReadScope scope, Entity entity) {
        for (Entity read : scope.reads()) {
            if (read.name().equals(entity.name())) {
                if (read != entity) {
                    throw new SchemaChangedException();
                }
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(Change change, Row row) {
        return change.entity().equals(row.entity().name()) && change.id().equals(row.id());
    }

    private void indirect(ReadScope scope, Row row, long seq, List<Event.Draft> drafts) {
        boolean before = sees(scope, row, seq - 1);
        boolean after = sees(scope, row, seq);
        if (before != after) {
            drafts.add(new Event.Draft(after ? "update" : "delete", row, scope.everyField()));
        }
    }

    /**
     * Adds what makes rows that were seen under other rights of the same generation into those that are seen under these, as everything was
     * after a seq. {@code RESYNC_REQUIRED} when that is too much.
     */
    void addDifference(Rights old, long seq, Instant at, List<Event> to) {
        List<Event.Draft> drafts = new ArrayList<>();
        Set<String> deciding = new HashSet<>(old.deciding());
        deciding.addAll(rights.deciding());
        Past both = new Past(moment, seq, deciding);
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
                    .forEach(row -> drafts.add(new Event.Draft("delete", row, scope.everyField())));
            both.matching(scope.entity(), come, seq, ROWS_MAX - drafts.size())
                    .forEach(row -> drafts.add(new Event.Draft("update", row, scope.everyField())));
        }
        encode(seq, at, drafts, to);
    }
}
