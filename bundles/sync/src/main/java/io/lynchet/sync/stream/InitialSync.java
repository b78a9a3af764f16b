// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.sync.event.EventBuilder;
import io.lynchet.sync.event.ReadRights;
import io.lynchet.sync.event.RowEvent;
import io.lynchet.sync.event.RowHistory;
import io.lynchet.sync.event.ScopeToken;
import io.lynchet.sync.group.GroupReader;
import io.lynchet.sync.group.RecentEvents;
import io.lynchet.sync.group.RightsGroup;
import io.lynchet.sync.group.RightsGroups;
import io.lynchet.sync.group.SyncMetrics;
import io.lynchet.sync.pull.CatchUp;
import io.lynchet.sync.pull.PullChanges;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The sender of a socket's first frames. Confined to the dispatcher's thread. */
final class InitialSync {
    private static final int CATCH_UP_MAX = 10_000;

    private final Subscribers subscribers;
    private final RightsGroups groups;
    private final GroupReader reader;
    private final SyncMetrics metrics;
    private final ToLongFunction<DataSnapshot> upTo;

    /**
     * Creates a sender.
     *
     * @param upTo sends all other sockets everything up to the snapshot, and returns the seq reached
     */
    InitialSync(
            Subscribers subscribers,
            RightsGroups groups,
            GroupReader reader,
            SyncMetrics metrics,
            ToLongFunction<DataSnapshot> upTo) {
        this.subscribers = subscribers;
        this.groups = groups;
        this.reader = reader;
        this.metrics = metrics;
        this.upTo = upTo;
    }

    /**
     * The beginning of a stream.
     *
     * @param then the rights at the time that the cursor names
     */
    private record Start(SocketCursor cursor, ReadRights rights, ReadRights then, long seq) {}

    void open(SyncSubscriber member, AppModel app, ReadScopes source) {
        SocketCursor cursor;
        try {
            cursor = SocketCursor.of(member.socket());
        } catch (LynchetException e) {
            member.socket().offer(SyncFrames.error(e));
            member.socket().close(CloseCode.PROTOCOL_ERROR, "bad cursor");
            return;
        }
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        ReadRights rights = ReadRights.of(app, source, member.socket().principal(), at);
        ScopeToken scope = cursor.scope();
        ReadRights then = rights.timed()
                        && scope != null
                        && scope.at() != null
                        && !scope.at().isAfter(at)
                ? ReadRights.of(app, source, member.socket().principal(), scope.at())
                : rights;
        source.now(snapshot -> {
            begin(member, new Start(cursor, rights, then, upTo.applyAsLong(snapshot)), snapshot);
            member.live();
            return null;
        });
    }

    private void begin(SyncSubscriber member, Start start, DataSnapshot snapshot) {
        SocketCursor cursor = start.cursor();
        ReadRights rights = start.rights();
        long seq = start.seq();
        ScopeToken scope = rights.token(snapshot.epoch());
        if (cursor.since() == null) {
            member.begin(subscribers.join(member, rights), seq);
            offer(member, List.of(), scope, seq);
            return;
        }
        List<RowEvent> missed;
        try {
            missed = CatchUp.of(missed(start, snapshot), ScopeToken.shownTo(cursor.scope()));
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.RESYNC_REQUIRED) {
                throw e;
            }
            member.begin(subscribers.join(member, rights), seq);
            if (member.offer(SyncFrames.hello(seq, scope, false), seq)) {
                subscribers.resync(member, seq, scope);
            } else {
                subscribers.lost(member);
            }
            return;
        }
        member.begin(subscribers.join(member, rights), missed.isEmpty() ? seq : cursor.since());
        offer(member, missed, scope, seq);
    }

    /** Sends what was missed as a whole: no row is sent in a state between. */
    private void offer(SyncSubscriber member, List<RowEvent> events, ScopeToken scope, long seq) {
        boolean taken = member.offer(SyncFrames.hello(member.prev(), scope, events.isEmpty()), member.prev());
        boolean timed = member.group().group().rights().timed();
        for (int i = 0; taken && i < events.size(); i++) {
            RowEvent event = events.get(i);
            boolean more = i < events.size() - 1 || event.seq() < seq;
            taken = member.offer(SyncFrames.event(event, member.prev(), more, scope, timed), event.seq());
        }
        metrics.sent.add(events.size());
        if (taken && member.prev() < seq) {
            taken = member.offer(SyncFrames.hello(seq, scope, true), seq);
        }
        if (!taken) {
            subscribers.lost(member);
        }
    }

    private List<RowEvent> missed(Start start, DataSnapshot snapshot) {
        SocketCursor cursor = start.cursor();
        ReadRights rights = start.rights();
        long seq = start.seq();
        long since = cursor.since();
        if (cursor.scope() != null) {
            PullChanges.check(cursor.scope(), rights, snapshot);
        }
        PullChanges.check(since, snapshot);
        List<RowEvent> events = new ArrayList<>();
        if (!start.then().key().equals(rights.key())) {
            new EventBuilder(rights, snapshot, since).addDifference(start.then(), since, rights.at(), events);
        }
        RightsGroup group = groups.of(rights);
        for (long at = since; at < seq; ) {
            RecentEvents.Stretch page = reader.after(snapshot, group, at, GroupReader.CHANGES_MAX);
            page.events().stream().filter(event -> event.seq() <= seq).forEach(events::add);
            at = page.through();
            if (events.size() > CATCH_UP_MAX || at - since > CATCH_UP_MAX) {
                throw RowHistory.tooMuch();
            }
        }
        return events;
    }
}
