// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.event;

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
 * One commit, reduced to what it made of each row that it wrote. States between its writes are left out, since no
 * reader ever saw them.
 *
 * @param before the seq of the commit before
 * @param after its own seq
 * @param changes one per row, from the row before to the row after the commit; none for a row that stayed equal
 */
public record CommitStep(long before, long after, Instant at, List<Change> changes) {
    /** The row that a change or an event is about. */
    public record Key(String entity, String id) {}

    /** Returns the commits of a part of the log, which must begin and end with whole commits. */
    public static List<CommitStep> of(List<Change> log) {
        List<CommitStep> steps = new ArrayList<>();
        for (int from = 0; from < log.size(); ) {
            Change first = log.get(from);
            int to = from + (int) (first.commitSeq() - first.seq()) + 1;
            List<Change> commit = log.subList(from, to);
            steps.add(new CommitStep(first.seq() - 1, first.commitSeq(), first.at(), net(commit)));
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
            byRow.merge(new Key(change.entity(), change.id()), change, CommitStep::then);
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

    /** Returns the rows that the commit wrote. */
    Set<Key> rows() {
        Set<Key> keys = new HashSet<>();
        changes.forEach(change -> keys.add(new Key(change.entity(), change.id())));
        return keys;
    }

    /** Returns the rows of an entity that the commit wrote, before and after it. */
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
