// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.Moment;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.socket.CloseCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What sockets are sent first. Belongs to the dispatcher's thread. */
final class Opening {
    private static final int CATCH_UP_MAX = 10_000;

    private final Audience audience;
    private final Groups groups;
    private final GroupReader reader;
    private final Figures figures;
    private final ToLongFunction<Moment> upTo;

    /** @param upTo tells everybody else everything up to that moment, and says which seq that is */
    Opening(Audience audience, Groups groups, GroupReader reader, Figures figures, ToLongFunction<Moment> upTo) {
        this.audience = audience;
        this.groups = groups;
        this.reader = reader;
        this.figures = figures;
        this.upTo = upTo;
    }

    /** @param then rights at the time that the cursor names */
    private record Start(SocketCursor cursor, Rights rights, Rights then, long seq) {}

    void open(Member member, AppModel app, ReadScopes source) {
        SocketCursor cursor;
        try {
            cursor = SocketCursor.of(member.socket());
        } catch (LynchetException e) {
            member.socket().offer(Frames.error(e));
            member.socket().close(CloseCode.PROTOCOL_ERROR, "bad cursor");
            return;
        }
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Rights rights = Rights.of(app, source, member.socket().principal(), at);
        ScopeToken scope = cursor.scope();
        Rights then = rights.timed()
                        && scope != null
                        && scope.at() != null
                        && !scope.at().isAfter(at)
                ? Rights.of(app, source, member.socket().principal(), scope.at())
                : rights;
        source.now(moment -> {
            begin(member, new Start(cursor, rights, then, upTo.applyAsLong(moment)), moment);
            member.live();
            return null;
        });
    }

    private void begin(Member member, Start start, Moment moment) {
        SocketCursor cursor = start.cursor();
        Rights rights = start.rights();
        long seq = start.seq();
        ScopeToken scope = rights.token(moment.epoch());
        if (cursor.since() == null) {
            member.begin(audience.join(member, rights), seq);
            offer(member, List.of(), scope, seq);
            return;
        }
        List<Event> missed;
        try {
            missed = Homecoming.of(missed(start, moment), ScopeToken.shownTo(cursor.scope()));
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.RESYNC_REQUIRED) {
                throw e;
            }
            member.begin(audience.join(member, rights), seq);
            if (member.offer(Frames.hello(seq, scope, false), seq)) {
                audience.resync(member, seq, scope);
            } else {
                audience.lost(member);
            }
            return;
        }
        member.begin(audience.join(member, rights), missed.isEmpty() ? seq : cursor.since());
        offer(member, missed, scope, seq);
    }

    /** What was missed counts as a whole: no row is told as it was at a seq between. */
    private void offer(Member member, List<Event> events, ScopeToken scope, long seq) {
        boolean taken = member.offer(Frames.hello(member.prev(), scope, events.isEmpty()), member.prev());
        boolean timed = member.group().group().rights().timed();
        for (int i = 0; taken && i < events.size(); i++) {
            Event event = events.get(i);
            boolean more = i < events.size() - 1 || event.seq() < seq;
            taken = member.offer(Frames.event(event, member.prev(), more, scope, timed), event.seq());
        }
        figures.sent.add(events.size());
        if (taken && member.prev() < seq) {
            taken = member.offer(Frames.hello(seq, scope, true), seq);
        }
        if (!taken) {
            audience.lost(member);
        }
    }

    private List<Event> missed(Start start, Moment moment) {
        SocketCursor cursor = start.cursor();
        Rights rights = start.rights();
        long seq = start.seq();
        long since = cursor.since();
        if (cursor.scope() != null) {
            PullChanges.check(cursor.scope(), rights, moment);
        }
        PullChanges.check(since, moment);
        List<Event> events = new ArrayList<>();
        if (!start.then().key().equals(rights.key())) {
            new Evaluation(rights, moment, since).addDifference(start.then(), since, rights.at(), events);
        }
        Group group = groups.of(rights);
        for (long at = since; at < seq; ) {
            EventLog.Stretch page = reader.after(moment, group, at, GroupReader.CHANGES_MAX);
            page.events().stream().filter(event -> event.seq() <= seq).forEach(events::add);
            at = page.through();
            if (events.size() > CATCH_UP_MAX || at - since > CATCH_UP_MAX) {
                throw Past.tooMuch();
            }
        }
        return events;
    }
}
