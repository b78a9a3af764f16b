// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives a waiting subscription its first frame, or the next one after it was moved or too slow. Confined to the engine's thread. */
final class Answers {
    private final Teller teller;
    private final RecentChanges recent;
    private final LiveMetrics metrics;
    private final LargeFrames large;

    Answers(Teller teller, RecentChanges recent, LiveMetrics metrics, LargeFrames large) {
        this.large = large;
        this.teller = teller;
        this.recent = recent;
        this.metrics = metrics;
    }

    /**
     * Answers if that is possible now.
     *
     * @param processed how far the engine is
     * @return false when the engine has to come further first, or too much waits to be taken by clients
     */
    boolean answer(Subscription member, long processed) {
        LiveGroup group = member.group;
        long seq = group.exactUpTo(processed);
        if (seq < member.seq) {
            // The group that it was in was read at a later moment; a client's seq never goes back.
            return false;
        }
        if (!large.hasRoom(member.caller, group.result().rowBytes())) {
            return false;
        }
        Object baseline = member.baseline;
        member.baseline = null;
        if (baseline != null && member.everyField == group.scope().everyField()) {
            teller.tellSince(member, baseline, member.seq, seq);
            return true;
        }
        if (mayResume(member)) {
            if (seq > processed) {
                return false;
            }
            Object then = baselineOf(member, processed);
            if (then != null) {
                metrics.resumed();
                member.scope = member.frame.scope();
                member.answered = true;
                teller.tellSince(member, then, member.frame.since(), seq);
                return true;
            }
        }
        member.answered = true;
        teller.tellAll(member, seq);
        return true;
    }

    private static boolean mayResume(Subscription member) {
        LiveGroup group = member.group;
        return !member.answered
                && member.frame.since() >= 0
                && group.scope().fingerprint().equals(member.frame.scope())
                && group.scope().reads().isEmpty()
                && !group.scope().changesByItself();
    }

    /** What the client has: the result of now with the changes since then undone. Null when that can't be told. */
    private Object baselineOf(Subscription member, long processed) {
        LiveGroup group = member.group;
        long since = member.frame.since();
        List<Change> missed = since > processed ? null : recent.after(since);
        if (missed == null) {
            return null;
        }
        Map<String, Row> earlier = new HashMap<>();
        for (Change change : missed) {
            if (change.entity().equals(group.key.entity().name()) && !earlier.containsKey(change.id())) {
                earlier.put(change.id(), change.before());
            }
        }
        return group.result().shownWith(earlier, group.filter());
    }
}
