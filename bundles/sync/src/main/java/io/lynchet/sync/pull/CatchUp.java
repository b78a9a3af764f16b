// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.pull;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.json.JsonWriter;
import io.lynchet.sync.event.CommitStep;
import io.lynchet.sync.event.ReadRights;
import io.lynchet.sync.event.RowEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events for a client that was away: the outcome for each row, not the states between.
 *
 * <p>So a row that went out of sight only leaves, without what was written to it. A row that came and went is left out.
 */
public final class CatchUp {
    private static final int IDS_AT_ONCE = 500;

    private CatchUp() {}

    /**
     * Returns the last event of each row, in order.
     *
     * @param shown the seq up to which the client may have further rows, so that it must be told when those leave
     */
    public static List<RowEvent> of(List<RowEvent> events, long shown) {
        if (events.size() < 2) {
            return events;
        }
        Map<CommitStep.Key, RowEvent> last = new LinkedHashMap<>();
        for (RowEvent event : events) {
            RowEvent earlier = last.remove(event.row());
            boolean had = earlier == null ? event.had() || event.seq() <= shown : earlier.had();
            last.put(event.row(), event.withHad(had));
        }
        List<RowEvent> told = new ArrayList<>(last.values());
        told.removeIf(event -> event.isDelete() && !event.had());
        return told;
    }

    /**
     * Returns the events with a row that may not be read at the snapshot reduced to a leave. The events may end before
     * the snapshot; what else happened to the row until then comes with later events.
     */
    static List<RowEvent> at(DataSnapshot snapshot, ReadRights rights, List<RowEvent> events) {
        Map<String, List<RowEvent>> byEntity = new LinkedHashMap<>();
        for (RowEvent event : events) {
            if (!event.isDelete()) {
                byEntity.computeIfAbsent(event.entity(), name -> new ArrayList<>())
                        .add(event);
            }
        }
        Set<CommitStep.Key> readable = new HashSet<>();
        byEntity.forEach((entity, some) -> readable(snapshot, rights.scopes().get(entity), some, readable));
        JsonWriter writer = new JsonWriter(256);
        List<RowEvent> told = new ArrayList<>(events.size());
        for (RowEvent event : events) {
            if (event.isDelete() || readable.contains(event.row())) {
                told.add(event);
            } else if (event.had()) {
                told.add(event.gone(writer));
            }
        }
        return told;
    }

    private static void readable(
            DataSnapshot snapshot, ReadScope scope, List<RowEvent> events, Set<CommitStep.Key> found) {
        Operand id = new Operand.FieldRef(0, scope.entity().id());
        for (int from = 0; from < events.size(); from += IDS_AT_ONCE) {
            List<Object> ids = new ArrayList<>();
            for (RowEvent event : events.subList(from, Math.min(events.size(), from + IDS_AT_ONCE))) {
                ids.add(event.row().id());
            }
            Filter asked = scope.filter().and(new Filter.In(id, ids));
            snapshot.query(Query.of(scope.entity(), asked, ids.size()))
                    .forEach(row -> found.add(new CommitStep.Key(scope.entity().name(), row.id())));
        }
    }
}
