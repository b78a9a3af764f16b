// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.row.Change;
import io.lynchet.sync.event.RowEvent;
import io.lynchet.sync.event.ScopeToken;
import io.lynchet.sync.group.GroupReader;
import io.lynchet.sync.group.RecentEvents;
import io.lynchet.sync.group.RightsGroup;
import io.lynchet.sync.group.RightsGroups;
import io.lynchet.sync.group.SyncMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The change stream, sent group by group from one commit to the next. All frames of a batch are made first, so that
 * nothing fails while they are sent. Confined to the dispatcher's thread, except {@link #seq}.
 */
final class SyncStream {
    private final Subscribers subscribers;
    private final InitialSync initialSync;
    private final GroupMoves moves;
    private final GroupReader reader;
    private final SyncMetrics metrics;
    private long seq = -1;
    private long epoch;
    private volatile long told = -1;

    /**
     * Creates a stream without sockets.
     *
     * @param drained receives a lost socket that can take frames again, on any thread
     */
    SyncStream(RightsGroups groups, GroupReader reader, SyncMetrics metrics, Consumer<SyncSubscriber> drained) {
        this.reader = reader;
        this.metrics = metrics;
        subscribers = new Subscribers(groups, metrics, drained);
        initialSync = new InitialSync(subscribers, groups, reader, metrics, this::upTo);
        moves = new GroupMoves(subscribers, metrics);
    }

    /** Returns the seq up to which everything was offered, or -1 without sockets. Any thread may call this. */
    long seq() {
        return told;
    }

    /** Sends all sockets everything up to the snapshot, since a new socket begins there. */
    private long upTo(DataSnapshot snapshot) {
        if (seq < 0) {
            reach(snapshot.seq(), snapshot.epoch());
            told = seq;
        }
        boolean behind = true;
        while (behind) {
            behind = advance(snapshot);
        }
        return seq;
    }

    private void reach(long to, long of) {
        seq = to;
        epoch = of;
    }

    /** Removes a socket. Drops the seq with the last one. */
    void close(SyncSubscriber member) {
        subscribers.leave(member);
        if (subscribers.isEmpty()) {
            seq = -1;
            told = -1;
        }
    }

    /** Begins the stream of a socket. */
    void open(SyncSubscriber member, AppModel app, ReadScopes source) {
        initialSync.open(member, app, source);
    }

    /** Tells a lost socket that can take frames again what to pull. */
    void drained(SyncSubscriber member) {
        subscribers.recover(member, seq);
    }

    /**
     * Reads the rights of some sockets again. Where they have changed, sends the rows that came into sight or went out
     * of it.
     */
    void look(List<SyncSubscriber> some, AppModel app, ReadScopes source) {
        moves.look(some, app, source, seq);
    }

    /** Sends one batch of commits. Returns whether there may be more. */
    boolean pump(ReadScopes source) {
        return source.<Boolean>now(this::advance);
    }

    private boolean advance(DataSnapshot snapshot) {
        if (snapshot.seq() == seq && snapshot.epoch() == epoch) {
            return false;
        }
        Map<GroupSubscribers, List<RowEvent>> batch = new LinkedHashMap<>();
        List<Change> changes = changes(snapshot);
        // A restored store has fewer changes than were sent, or another log.
        long through = changes == null
                ? snapshot.seq()
                : changes.get(changes.size() - 1).seq();
        for (GroupSubscribers group : subscribers.groups()) {
            batch.put(group, changes == null ? null : events(snapshot, group.group(), changes));
        }
        reach(through, snapshot.epoch());
        batch.forEach(this::send);
        // Set last: a pong may name this seq at once.
        told = seq;
        return through < snapshot.seq();
    }

    private void send(GroupSubscribers group, List<RowEvent> events) {
        group.group().use();
        ScopeToken scope = group.group().rights().token(epoch);
        if (events == null) {
            Set.copyOf(group.members()).forEach(member -> subscribers.resync(member, seq, scope));
        } else {
            metrics.sent.add(group.send(events, scope, subscribers::lost));
        }
    }

    /** Returns the changes since the current seq, or null when no socket can continue from it. */
    private List<Change> changes(DataSnapshot snapshot) {
        if (snapshot.epoch() != epoch || snapshot.seq() < seq || snapshot.oldestCursor() > seq) {
            return null;
        }
        return snapshot.changes(seq, GroupReader.CHANGES_MAX);
    }

    /** Returns the events of a group, or null when they can't be determined. */
    private List<RowEvent> events(DataSnapshot snapshot, RightsGroup group, List<Change> changes) {
        long end = changes.get(changes.size() - 1).seq();
        try {
            List<RowEvent> events = new ArrayList<>();
            for (long at = seq; at < end; ) {
                long from = at;
                RecentEvents.Stretch page = group.log().after(at, Integer.MAX_VALUE);
                if (page == null) {
                    page = reader.evaluate(
                            snapshot,
                            group,
                            at,
                            changes.stream()
                                    .filter(change -> change.seq() > from)
                                    .toList());
                }
                page.events().stream().filter(event -> event.seq() <= end).forEach(events::add);
                at = page.through();
            }
            return events;
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.RESYNC_REQUIRED) {
                return null;
            }
            throw e;
        }
    }

    /** Returns all sockets, or only those whose rights may change without a signal. */
    List<SyncSubscriber> members(boolean all) {
        return subscribers.members(all);
    }

    boolean isFollowed() {
        return !subscribers.isEmpty();
    }
}
