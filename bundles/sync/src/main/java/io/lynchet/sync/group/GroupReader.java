// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.group;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.row.Change;
import io.lynchet.sync.event.CommitStep;
import io.lynchet.sync.event.EventBuilder;
import io.lynchet.sync.event.RowEvent;
import java.util.ArrayList;
import java.util.List;

/** The reader of a group's events. It uses the group's recent events if they suffice, otherwise the log. */
public final class GroupReader {
    /** The most changes of one page. */
    public static final int CHANGES_MAX = 1_000;

    private static final long BYTES_MAX = 4L * 1024 * 1024;

    private final SyncMetrics metrics;

    public GroupReader(SyncMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Returns the events after a seq. Fails with {@code RESYNC_REQUIRED} when the log does not reach back that far, or
     * when events can't be determined.
     *
     * @param limit the most changes to examine, except for a larger commit; fewer are examined when their events are
     *     large
     * @return events to the end of a commit, reaching beyond {@code since} unless that is the snapshot's own seq
     */
    public RecentEvents.Stretch after(DataSnapshot snapshot, RightsGroup group, long since, int limit) {
        RecentEvents.Stretch there = group.log().after(since, limit);
        if (there != null) {
            metrics.sharedPulls.increment();
            return there;
        }
        List<Change> changes = since == snapshot.seq() ? List.of() : snapshot.changes(since, limit);
        return evaluate(snapshot, group, since, changes);
    }

    /** Returns the events of commits that were read already and begin right after {@code since}. */
    public RecentEvents.Stretch evaluate(DataSnapshot snapshot, RightsGroup group, long since, List<Change> changes) {
        EventBuilder evaluation = new EventBuilder(group.rights(), snapshot, since);
        List<RowEvent> events = new ArrayList<>();
        long through = since;
        long bytes = 0;
        for (CommitStep step : CommitStep.of(changes)) {
            int known = events.size();
            evaluation.add(step, events);
            for (RowEvent event : events.subList(known, events.size())) {
                bytes += event.json().length;
            }
            through = step.after();
            if (bytes > BYTES_MAX || events.size() > EventBuilder.ROWS_MAX) {
                break;
            }
        }
        metrics.evaluated.add(through - since);
        RecentEvents.Stretch stretch = new RecentEvents.Stretch(events, through);
        group.log().add(since, stretch);
        return stretch;
    }
}
