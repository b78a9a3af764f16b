// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One commit: what it made of each row that it wrote. What was between its writes is not in it, since it was never there.
 *
 * @param before seq of the commit before
 * @param after its own seq
 * @param changes one for each row, from the row before to the row after the commit; none for a row that is as it was
 */
record Step(long before, long after, Instant at, List<Change> changes) {
    /** The row that a change or an event is about. */
    record Key(String entity, String id) {}

    /** The commits of a piece of the log, which has to begin and to end with whole ones. */
    static List<Step> of(List<Change> log) {
        List<Step> steps = new ArrayList<>();
        for (int from = 0; from < log.size(); ) {
            Change first = log.get(from);
            int to = from + (int) (first.commitSeq() - first.seq()) + 1;
            List<Change> commit = log.subList(from, to);
            steps.add(new Step(first.seq() - 1, first.commitSeq(), first.at(), net(commit)));
            from = to;
        }
        return steps;
    }

    private static List<Change> net(List<Change> commit) {
        if (commit.size() == 1) {
            return commit;
        }
        Map<Key, Change> byRow = new LinkedHashMap<>();
        for (Change change : commit) {
            byRow.merge(new Key(change.entity(), change.id()), change, Step::then);
        }
        byRow.values()
                .removeIf(change -> change.before() == null
                        ? change.after() == null
                        : change.before().equals(change.after()));
        return List.copyOf(byRow.values());
    }

    private static Change then(Change first, Change second) {
        ChangeKind kind = first.before() == null
                ? ChangeKind.INSERT
                : second.after() == null ? ChangeKind.DELETE : ChangeKind.UPDATE;
        return new Change(
                second.seq(),
                second.commitSeq(),
                second.entity(),
                second.id(),
                kind,
                first.before(),
                second.after(),
                second.at());
    }

    /** The rows that it wrote. */
    Set<Key> rows() {
        Set<Key> keys = new HashSet<>();
        changes.forEach(change -> keys.add(new Key(change.entity(), change.id())));
        return keys;
    }

    /** The rows of an entity that it wrote, as they were and as they became. */
    List<Row> images(Entity entity) {
        List<Row> images = new ArrayList<>();
        for (Change change : changes) {
            if (change.entity().equals(entity.name())) {
                add(change.before(), entity, images);
                add(change.after(), entity, images);
            }
        }
        return images;
    }

    private static void add(Row row, Entity entity, List<Row> to) {
        if (row != null && row.entity() != entity) {
            throw new SchemaChangedException();
        }
        if (row != null) {
            to.add(row);
        }
    }
}
