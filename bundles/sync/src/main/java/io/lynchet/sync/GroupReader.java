// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.data.Moment;
import io.lynchet.api.row.Change;
import java.util.ArrayList;
import java.util.List;

/** Gets the events of a group, from what is there of them if it can, else out of the log. */
final class GroupReader {
    /** Most changes of one page. */
    static final int CHANGES_MAX = 1_000;

    private static final long BYTES_MAX = 4L * 1024 * 1024;

    private final Figures figures;

    GroupReader(Figures figures) {
        this.figures = figures;
    }

    /**
     * Events after a seq. {@code RESYNC_REQUIRED} when the log does not reach back that far, and for what else can't be told.
     *
     * @param limit most changes that are looked at, but for a commit that has more; fewer when their events are large
     * @return to the end of a commit, reaching beyond {@code since} unless that is the moment's own seq
     */
    EventLog.Stretch after(Moment moment, Group group, long since, int limit) {
        EventLog.Stretch there = group.log().after(since, limit);
        if (there != null) {
            figures.sharedPulls.increment();
            return there;
        }
        List<Change> changes = since == moment.seq() ? List.of() : moment.changes(since, limit);
        return evaluate(moment, group, since, changes);
    }

    /** The same for commits that were already read; they begin right after {@code since}. */
    EventLog.Stretch evaluate(Moment moment, Group group, long since, List<Change> changes) {
        Evaluation evaluation = new Evaluation(group.rights(), moment, since);
        List<Event> events = new ArrayList<>();
        long through = since;
        long bytes = 0;
        for (Step step : Step.of(changes)) {
            int known = events.size();
            evaluation.add(step, events);
            for (Event event : events.subList(known, events.size())) {
                bytes += event.json().length;
            }
            through = step.after();
            if (bytes > BYTES_MAX || events.size() > Evaluation.ROWS_MAX) {
                break;
            }
        }
        figures.evaluated.add(through - since);
        EventLog.Stretch stretch = new EventLog.Stretch(events, through);
        group.log().add(since, stretch);
        return stretch;
    }
}
