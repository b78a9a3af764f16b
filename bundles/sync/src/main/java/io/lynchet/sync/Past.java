// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Moment;
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

/** All rows as they were after each change between an earlier seq and a moment. Confined to the moment's thread. */
final class Past {
    private static final int CHANGES_MAX = 10_000;

    /** Bytes of changes, and of rows that are looked at together. */
    private static final long BYTES_MAX = 16L << 20;

    private final Moment moment;
    private final long from;
    private final Set<String> deciding;
    private List<Change> changes;
    private NavigableSet<Long> turns;
    private final Map<Long, RowSource> shown = new LinkedHashMap<>();

    /** @param deciding names of the entities whose rows {@link #rowsAt} is asked for */
    Past(Moment moment, long from, Set<String> deciding) {
        this.moment = moment;
        this.from = from;
        this.deciding = deciding;
    }

    /**
     * For {@code exists}; the same one for all seqs between which nothing has happened that decides.
     *
     * @param seq the end of a commit
     */
    RowSource rowsAt(long seq) {
        if (deciding.isEmpty()) {
            return RowSource.NONE;
        }
        Long turn = turns().ceiling(seq);
        if (turn == null || turn == moment.seq()) {
            return moment;
        }
        // Those before and after one commit are asked for in turn, and dear to make.
        if (shown.size() > 2 && !shown.containsKey(turn)) {
            shown.remove(shown.keySet().iterator().next());
        }
        return shown.computeIfAbsent(turn, moment::rowsAt);
    }

    /**
     * Rows of an entity that fulfil a condition as they and all others were after a seq, in order of id.
     *
     * @param max {@code RESYNC_REQUIRED} when there are more, or when too many would have to be looked at
     */
    List<Row> matching(Entity entity, Filter filter, long seq, int max) {
        Map<String, Row> since = changedSince(entity, seq);
        RowSource rows = rowsAt(seq);
        // The store would look for other rows among those of now.
        boolean own = rows != moment && Candidates.holdsExists(filter);
        Filter asked = own ? Candidates.withoutExists(filter) : filter;
        int limit = own ? Query.LIMIT_MAX : Math.min(max + since.size() + 1, Query.LIMIT_MAX);
        List<Row> now = moment.query(Query.of(entity, asked, limit).within(BYTES_MAX));
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

    /** By id what was there before the first change after the seq; null for nothing. */
    private Map<String, Row> changedSince(Entity entity, long seq) {
        Map<String, Row> images = new HashMap<>();
        if (seq == moment.seq()) {
            return images;
        }
        for (Change change : changes()) {
            if (change.seq() > seq && change.entity().equals(entity.name()) && !images.containsKey(change.id())) {
                images.put(change.id(), change.before());
            }
        }
        return images;
    }

    /** The ends of commits right before those that wrote rows that decide. */
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
            if (moment.seq() - from > CHANGES_MAX) {
                throw tooMuch();
            }
            List<Change> all = new ArrayList<>();
            List<Change> page = moment.seq() == from ? List.of() : moment.changes(from, CHANGES_MAX);
            long bytes = 0;
            while (!page.isEmpty()) {
                bytes += page.stream().mapToLong(Change::bytes).sum();
                if (bytes > BYTES_MAX) {
                    throw tooMuch();
                }
                all.addAll(page);
                page = moment.changes(all.get(all.size() - 1).seq(), CHANGES_MAX);
            }
            changes = all;
        }
        return changes;
    }

    static LynchetException tooMuch() {
        return new LynchetException(
                ErrorCode.RESYNC_REQUIRED, "Too much has changed, or too many rows came into or out of sight at once.");
    }
}
