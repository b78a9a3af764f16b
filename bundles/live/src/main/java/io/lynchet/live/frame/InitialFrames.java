// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.frame;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.live.group.LiveGroup;
import io.lynchet.live.group.LiveMetrics;
import io.lynchet.live.group.Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sender of a waiting subscription's first frame, or of its next one after a move or a loss of frames. Confined to
 * the engine's thread.
 */
public final class InitialFrames {
    private final FrameSender sender;
    private final RecentChanges recent;
    private final LiveMetrics metrics;

    public InitialFrames(FrameSender sender, RecentChanges recent, LiveMetrics metrics) {
        this.sender = sender;
        this.recent = recent;
        this.metrics = metrics;
    }

    /**
     * Sends the frame if that is possible now.
     *
     * @param processed the seq up to which the engine has processed the log
     * @param round decides whether a large frame has to wait
     * @return false when the engine has to process more first, or when clients have to take large frames first
     */
    public boolean answer(Subscription member, long processed, LargeFrames.Round round) {
        LiveGroup group = member.group;
        long seq = group.exactUpTo(processed);
        if (seq < member.seq) {
            // The previous group was read at a newer seq; a client's seq never decreases.
            return false;
        }
        if (!round.hasRoom(member.caller, group.result().rowBytes())) {
            return false;
        }
        Object baseline = member.baseline;
        member.baseline = null;
        if (baseline != null && member.everyField == group.scope().everyField()) {
            sender.sendSince(member, baseline, member.seq, seq);
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
                sender.sendSince(member, then, member.frame.since(), seq);
                return true;
            }
        }
        member.answered = true;
        sender.sendSnapshot(member, seq);
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

    /**
     * Returns what the client has: the current result with the changes since then undone. Null when that can't be
     * determined.
     */
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
