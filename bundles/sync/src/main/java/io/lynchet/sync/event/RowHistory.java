// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.event;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The states of all rows between an earlier seq and a snapshot. Confined to the snapshot's thread. */
public final class RowHistory {
    private static final int CHANGES_MAX = 10_000;

    /** The most bytes of the changes, and of the rows that are examined together. */
    private static final long BYTES_MAX = 16L << 20;

    private final DataSnapshot snapshot;
    private final long from;
    private final Set<String> deciding;
    private List<Change> changes;
    private NavigableSet<Long> turns;
    private final Map<Long, RowSource> shown = new LinkedHashMap<>();

    /**
     * Creates a history.
     *
     * @param deciding the names of the entities whose rows {@link #rowsAt} is asked for
     */
    RowHistory(DataSnapshot snapshot, long from, Set<String> deciding) {
        this.snapshot = snapshot;
        this.from = from;
        this.deciding = deciding;
    }

    /**
     * Returns the rows as of a seq, for {@code exists}. Returns the same object for all seqs between which no deciding
     * row has changed.
     *
     * @param seq the end of a commit
     */
    RowSource rowsAt(long seq) {
        if (deciding.isEmpty()) {
            return RowSource.NONE;
        }
        Long turn = turns().ceiling(seq);
        if (turn == null || turn == snapshot.seq()) {
            return snapshot;
        }
        // Callers ask in turn for the rows before and after one commit, and these are expensive to make.
        if (shown.size() > 2 && !shown.containsKey(turn)) {
            shown.remove(shown.keySet().iterator().next());
        }
        return shown.computeIfAbsent(turn, snapshot::rowsAt);
    }

    /**
     * Returns the rows of an entity that fulfil a condition as of a seq, in order of id. Other rows that the condition
     * looks at are taken as of that seq, too.
     *
     * @param max fails with {@code RESYNC_REQUIRED} when there are more, or when too many have to be examined
     */
    List<Row> matching(Entity entity, Filter filter, long seq, int max) {
        Map<String, Row> since = changedSince(entity, seq);
        RowSource rows = rowsAt(seq);
        // The store would look for other rows in the current state.
        boolean own = rows != snapshot && DependentRows.holdsExists(filter);
        Filter asked = own ? DependentRows.withoutExists(filter) : filter;
        int limit = own ? Query.LIMIT_MAX : Math.min(max + since.size() + 1, Query.LIMIT_MAX);
        List<Row> now = snapshot.query(Query.of(entity, asked, limit).within(BYTES_MAX));
        if (now.size() == Query.LIMIT_MAX || now.stream().mapToLong(Row::bytes).sum() > BYTES_MAX) {
            throw tooMuch();
        }
        List<Row> then = new ArrayList<>();
        for (Row row : now) {
            if (!since.containsKey(row.id()) && (!own || filter.matches(Scope.of(row, rows)))) {
                then.add(row);
            }
        }
        for (Row image : since.values()) {
            if (image != null && filter.matches(Scope.of(image, rows))) {
                then.add(image);
            }
        }
        if (then.size() > max) {
            throw tooMuch();
        }
        then.sort(Comparator.comparing(Row::id));
        return then;
    }

    /** Returns, by id, the rows before their first change after the seq; null for rows that did not exist. */
    private Map<String, Row> changedSince(Entity entity, long seq) {
        Map<String, Row> images = new HashMap<>();
        if (seq == snapshot.seq()) {
            return images;
        }
        for (Change change : changes()) {
            if (change.seq() > seq && change.entity().equals(entity.name()) && !images.containsKey(change.id())) {
                images.put(change.id(), change.before());
            }
        }
        return images;
    }

    /** Returns the ends of the commits right before those that wrote deciding rows. */
    private NavigableSet<Long> turns() {
        if (turns == null) {
            TreeSet<Long> found = new TreeSet<>();
            long before = from;
            for (Change change : changes()) {
                if (deciding.contains(change.entity())) {
                    found.add(before);
                }
                before = change.endsCommit() ? change.seq() : before;
            }
            turns = found;
        }
        return turns;
    }

    private List<Change> changes() {
        if (changes == null) {
            if (snapshot.seq() - from > CHANGES_MAX) {
                throw tooMuch();
            }
            List<Change> all = new ArrayList<>();
            List<Change> page = snapshot.seq() == from ? List.of() : snapshot.changes(from, CHANGES_MAX);
            long bytes = 0;
            while (!page.isEmpty()) {
                bytes += page.stream().mapToLong(Change::bytes).sum();
                if (bytes > BYTES_MAX) {
                    throw tooMuch();
                }
                all.addAll(page);
                page = snapshot.changes(all.get(all.size() - 1).seq(), CHANGES_MAX);
            }
            changes = all;
        }
        return changes;
    }

    public static LynchetException tooMuch() {
        return new LynchetException(
                ErrorCode.RESYNC_REQUIRED, "Too much has changed, or too many rows became visible or hidden at once.");
    }
}
