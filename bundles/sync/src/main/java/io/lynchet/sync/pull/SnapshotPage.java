// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.pull;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import io.lynchet.sync.event.ReadRights;
import io.lynchet.sync.event.RowEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The next rows of a snapshot: entity by entity, in order of id.
 *
 * <p>Pages are read one after another, each from the state at that time. Changes since the snapshot's seq follow as
 * events.
 */
final class SnapshotPage {
    private static final long BYTES_MAX = 4L * 1024 * 1024;

    private final PullRequest pull;
    private final ReadRights then;
    private final ReadRights now;
    private final SnapshotToken begin;
    private final JsonWriter writer = new JsonWriter(512);
    private final List<RowEvent> events = new ArrayList<>();
    private SnapshotToken next;
    private long bytes;

    /**
     * Creates a page.
     *
     * @param then the rights when the snapshot began, which the client's cursor will name
     * @param now the current rights: equal but for rules that depend on the time
     */
    SnapshotPage(PullRequest pull, ReadRights then, ReadRights now, SnapshotToken begin) {
        this.pull = pull;
        this.then = then;
        this.now = now;
        this.begin = begin;
    }

    List<RowEvent> events() {
        return events;
    }

    /** Returns the token of the next page, or null after the last one. */
    SnapshotToken next() {
        return next;
    }

    SnapshotPage read(DataSnapshot snapshot) {
        if (!begin.entity().isEmpty() && !now.scopes().containsKey(begin.entity())) {
            throw SnapshotToken.invalid();
        }
        boolean reached = begin.entity().isEmpty();
        for (Map.Entry<String, ReadScope> entry : now.scopes().entrySet()) {
            boolean resumed = entry.getKey().equals(begin.entity());
            reached |= resumed;
            if (reached && pull.wants(entry.getKey())) {
                read(snapshot, entry.getValue(), resumed ? begin.lastId() : "");
                if (next != null) {
                    return this;
                }
            }
        }
        return this;
    }

    private void read(DataSnapshot snapshot, ReadScope scope, String lastId) {
        int room = pull.limit() - events.size();
        String name = scope.entity().name();
        if (room == 0) {
            next = token(lastId, name);
            return;
        }
        Query query = Query.of(scope.entity(), filter(scope, lastId), room + 1);
        List<Row> rows = snapshot.query(query.within(Math.max(0, BYTES_MAX - bytes)));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (i == room || bytes > BYTES_MAX) {
                next = token(i == 0 ? lastId : rows.get(i - 1).id(), name);
                return;
            }
            // The query counts bytes the same way: what it left out is left out here.
            bytes += row.bytes();
            RowEvent event = new RowEvent.Draft("insert", row, scope.everyField(), false)
                    .at(begin.seq(), now.at(), false, writer);
            events.add(event);
        }
    }

    private Filter filter(ReadScope scope, String lastId) {
        Filter filter = scope.filter();
        if (now.timed()) {
            filter = filter.and(then.scopes().get(scope.entity().name()).filter());
        }
        return lastId.isEmpty()
                ? filter
                : filter.and(Filter.compare(scope.entity().id(), Comparison.GREATER, lastId));
    }

    private SnapshotToken token(String lastId, String entity) {
        return new SnapshotToken(lastId, entity, begin.sent() + events.size(), begin.seq(), begin.scope());
    }
}
