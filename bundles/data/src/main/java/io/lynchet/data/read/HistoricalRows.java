// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a snapshot with the changes after an earlier seq undone. Rows changed since then come from the log. */
final class HistoricalRows implements RowSource {
    private static final int UNDONE_MAX = 10_000;
    private static final long UNDONE_BYTES_MAX = 32L << 20;
    private static final int PAGE_ROWS = 1_000;

    private final Snapshot snapshot;
    private final long after;
    private Map<String, Map<String, Row>> undone;

    HistoricalRows(Snapshot snapshot, long after) {
        this.snapshot = snapshot;
        this.after = after;
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        Map<String, Row> images = undone().get(entity.name());
        if (!nestedInThePast(filter)) {
            return images == null
                    ? snapshot.exists(entity, filter, outer)
                    : anyMatches(images, filter, outer)
                            || snapshot.exists(entity, filter.and(not(entity, images)), outer);
        }
        return (images != null && anyMatches(images, filter, outer)) || scan(entity, images, filter, outer);
    }

    private boolean anyMatches(Map<String, Row> images, Filter filter, Scope outer) {
        for (Row image : images.values()) {
            if (image != null && filter.matches(new Scope(image, outer, this))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether the store would search rows of the snapshot inside the filter, where rows of the earlier seq are
     * meant.
     */
    private boolean nestedInThePast(Filter filter) {
        return filter.searches().stream()
                .anyMatch(search -> undone.containsKey(search.entity().name()));
    }

    private boolean scan(Entity entity, Map<String, Row> images, Filter filter, Scope outer) {
        Filter rest = images == null ? Filter.Constant.TRUE : not(entity, images);
        String last = "";
        while (true) {
            Filter behind = new Filter.Compare(
                    new Operand.FieldRef(0, entity.id()), Comparison.GREATER, new Operand.Literal(last));
            List<Row> rows = snapshot.query(Query.of(entity, rest.and(behind), PAGE_ROWS));
            for (Row row : rows) {
                if (filter.matches(new Scope(row, outer, this))) {
                    return true;
                }
                last = row.id();
            }
            if (rows.size() < PAGE_ROWS) {
                return false;
            }
        }
    }

    private static Filter not(Entity entity, Map<String, Row> images) {
        return Filter.not(new Filter.In(new Operand.FieldRef(0, entity.id()), new ArrayList<>(images.keySet())));
    }

    private Map<String, Map<String, Row>> undone() {
        if (undone == null) {
            requireLittle(snapshot.seq() - after <= UNDONE_MAX);
            Map<String, Map<String, Row>> images = new HashMap<>();
            List<Change> page = snapshot.changes(after, UNDONE_MAX);
            long bytes = 0;
            while (!page.isEmpty()) {
                bytes += page.stream().mapToLong(Change::bytes).sum();
                requireLittle(bytes <= UNDONE_BYTES_MAX);
                page.forEach(change -> undo(change, images));
                page = snapshot.changes(page.get(page.size() - 1).seq(), UNDONE_MAX);
            }
            undone = images;
        }
        return undone;
    }

    private void requireLittle(boolean little) {
        if (!little) {
            throw new LynchetException(ErrorCode.RESYNC_REQUIRED, "Too much has changed since seq " + after + ".");
        }
    }

    private static void undo(Change change, Map<String, Map<String, Row>> images) {
        Map<String, Row> ofEntity = images.computeIfAbsent(change.entity(), name -> new HashMap<>());
        // The first change has the earlier row, or shows that there was none.
        if (!ofEntity.containsKey(change.id())) {
            ofEntity.put(change.id(), change.before());
        }
    }
}
