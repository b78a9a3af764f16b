// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.data.Moment;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What somebody is told who was away: of each row what became of it, and not what it was meanwhile. So a row that went out of sight only leaves, without what was
 * written to it, and one that came and went is nothing.
 */
final class Homecoming {
    private static final int IDS_AT_ONCE = 500;

    private Homecoming() {}

    /**
     * The last event of each row, in order.
     *
     * @param shown up to which seq they may have been shown rows besides, so that they have to be told that those leave
     */
    static List<Event> of(List<Event> events, long shown) {
        if (events.size() < 2) {
            return events;
        }
        Map<Step.Key, Event> last = new LinkedHashMap<>();
        for (Event event : events) {
            Event earlier = last.remove(event.row());
            boolean had = earlier == null ? event.had() || event.seq() <= shown : earlier.had();
            last.put(event.row(), event.withHad(had));
        }
        List<Event> told = new ArrayList<>(last.values());
        told.removeIf(event -> event.isDelete() && !event.had());
        return told;
    }

    /**
     * The same for events that end before a moment: rows that may not be read any more at that moment only leave. What else happened to them until then comes
     * with later events.
     */
    static List<Event> at(Moment moment, Rights rights, List<Event> events) {
        Map<String, List<Event>> byEntity = new LinkedHashMap<>();
        for (Event event : events) {
            if (!event.isDelete()) {
                byEntity.computeIfAbsent(event.entity(), name -> new ArrayList<>())
                        .add(event);
            }
        }
        Set<Step.Key> readable = new HashSet<>();
        byEntity.forEach((entity, some) -> readable(moment, rights.scopes().get(entity), some, readable));
        JsonWriter writer = new JsonWriter(256);
        List<Event> told = new ArrayList<>(events.size());
        for (Event event : events) {
            if (event.isDelete() || readable.contains(event.row())) {
                told.add(event);
            } else if (event.had()) {
                told.add(event.gone(writer));
            }
        }
        return told;
    }

    private static void readable(Moment moment, ReadScope scope, List<Event> events, Set<Step.Key> found) {
        Operand id = new Operand.FieldRef(0, scope.entity().id());
        for (int from = 0; from < events.size(); from += IDS_AT_ONCE) {
            List<Object> ids = new ArrayList<>();
            for (Event event : events.subList(from, Math.min(events.size(), from + IDS_AT_ONCE))) {
                ids.add(event.row().id());
            }
            Filter asked = scope.filter().and(new Filter.In(id, ids));
            moment.query(Query.of(scope.entity(), asked, ids.size()))
                    .forEach(row -> found.add(new Step.Key(scope.entity().name(), row.id())));
        }
    }
}
