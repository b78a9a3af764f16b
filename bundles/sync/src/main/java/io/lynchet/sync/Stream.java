// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.Moment;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.socket.CloseCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells sockets what changes, group by group, from one seq to the next. What is to be sent is made first, and nothing fails while it is sent.
 * Belongs to the dispatcher's thread, but for {@link #seq}.
 */
final class Stream {
    private static final int CATCH_UP_MAX = 10_000;

    private final Groups groups;
    private final GroupReader reader;
    private final Figures figures;
    private final Consumer<Member> drained;
    private final Map<Object, Following> followed = new LinkedHashMap<>();
    private volatile long seq = -1;

    /** @param drained told when a socket that was lost can take frames again; on any thread */
    Stream(Groups groups, GroupReader reader, Figures figures, Consumer<Member> drained) {
        this.groups = groups;
        this.reader = reader;
        this.figures = figures;
        this.drained = drained;
    }

    /** Up to which everything was offered; -1 while nobody follows. */
    long seq() {
        return seq;
    }

    /** Forgets where it is when nobody is left. */
    void close(Member member) {
        leave(member);
        if (followed.isEmpty()) {
            seq = -1;
        }
    }

    private void leave(Member member) {
        Following group = member.group();
        if (group != null) {
            group.members().remove(member);
            if (group.members().isEmpty()) {
                followed.remove(group.group().rights().key());
            }
        }
    }

    private Following join(Member member, Rights rights) {
        Following group = followed.computeIfAbsent(rights.key(), key -> new Following(groups.of(rights)));
        group.members().add(member);
        return group;
    }

    /** What a socket is sent first: nothing yet when its cursor is ahead of this stream, which it has to wait for then. */
    boolean open(Member member, AppModel app, ReadScopes source) {
        SocketCursor cursor;
        try {
            cursor = SocketCursor.of(member.socket());
        } catch (LynchetException e) {
            member.socket().offer(Frames.error(e));
            member.socket().close(CloseCode.PROTOCOL_ERROR, "bad cursor");
            return true;
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
        return source.now(moment -> {
            if (seq < 0) {
                seq = moment.seq();
            }
            if (cursor.since() != null && cursor.since() > seq && cursor.since() <= moment.seq()) {
                return false;
            }
            begin(member, cursor, rights, then, moment);
            return true;
        });
    }

    private void begin(Member member, SocketCursor cursor, Rights rights, Rights then, Moment moment) {
        ScopeToken scope = rights.token(moment.epoch());
        if (cursor.since() == null) {
            member.begin(join(member, rights), seq);
            offer(member, List.of(), scope);
            return;
        }
        List<Event> missed;
        try {
            missed = missed(cursor, rights, then, moment);
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.RESYNC_REQUIRED) {
                throw e;
            }
            member.begin(join(member, rights), seq);
            if (member.offer(Frames.hello(seq, scope, false), seq)) {
                resync(member, scope);
            } else {
                lost(member);
            }
            return;
        }
        member.begin(join(member, rights), cursor.since());
        offer(member, missed, scope);
    }

    private void offer(Member member, List<Event> events, ScopeToken scope) {
        boolean taken = member.offer(Frames.hello(member.prev(), scope, events.isEmpty()), member.prev());
        boolean timed = member.group().group().rights().timed();
        for (int i = 0; taken && i < events.size(); i++) {
            Event event = events.get(i);
            taken = member.offer(Frames.event(event, member.prev(), event.more(), scope, timed), event.seq());
        }
        figures.sent.add(events.size());
        if (!taken) {
            lost(member);
        }
    }

    private List<Event> missed(SocketCursor cursor, Rights rights, Rights then, Moment moment) {
        long since = cursor.since();
        if (cursor.scope() != null) {
            PullChanges.check(cursor.scope(), rights, moment);
        }
        PullChanges.check(since, moment);
        List<Event> events = new ArrayList<>();
        if (!then.key().equals(rights.key())) {
            new Evaluation(rights, moment, since).addDifference(then, since, rights.at(), events);
            events.replaceAll(Event::unfinished);
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

    private void lost(Member member) {
        figures.lost.increment();
        member.socket().whenDrained(() -> drained.accept(member));
    }

    private void resync(Member member, ScopeToken scope) {
        figures.resyncs.increment();
        if (!member.isLost() && !member.offer(Frames.resync(seq, scope), seq)) {
            lost(member);
        }
    }

    /** Tells a socket that took no frames for a while to pull what it has missed. */
    void drained(Member member) {
        if (member.isLost()
                && !member.recover(Frames.lost(seq), seq)
                && member.socket().isOpen()) {
            member.socket().whenDrained(() -> drained.accept(member));
        }
    }

    /** Looks at the rights of some sockets again, and tells those for whom they have changed what came into and went out of their sight. */
    void look(List<Member> some, AppModel app, ReadScopes source) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Map<Following, Map<Object, Move>> moves = new HashMap<>();
        for (Member member : some) {
            Rights old = member.group().group().rights();
            Rights now = rights(member, app, source, at);
            if (now != null && !now.key().equals(old.key())) {
                moves.computeIfAbsent(member.group(), from -> new HashMap<>())
                        .computeIfAbsent(now.key(), key -> new Move(old, now))
                        .members()
                        .add(member);
            }
        }
        List<Move> all =
                moves.values().stream().flatMap(to -> to.values().stream()).toList();
        if (!all.isEmpty()) {
            long epoch = source.now(moment -> {
                all.forEach(move -> move.evaluate(moment, seq));
                return moment.epoch();
            });
            all.forEach(move -> make(move, epoch));
        }
    }

    private static Rights rights(Member member, AppModel app, ReadScopes source, Instant at) {
        try {
            return Rights.of(app, source, member.socket().principal(), at);
        } catch (SchemaChangedException e) {
            throw e;
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.UNAVAILABLE) {
                throw e;
            }
            member.socket().close(CloseCode.TRY_LATER, "the policies can't be evaluated");
            return null;
        }
    }

    private void make(Move move, long epoch) {
        ScopeToken scope = move.now().token(epoch);
        for (Member member : move.members()) {
            leave(member);
            member.move(join(member, move.now()));
        }
        for (Member member : move.members()) {
            if (member.isLost()) {
                continue;
            }
            if (move.events() == null) {
                resync(member, scope);
            } else if (!tell(member, move, scope)) {
                lost(member);
            }
        }
    }

    private boolean tell(Member member, Move move, ScopeToken scope) {
        for (Event event : move.events()) {
            if (!member.offer(Frames.event(event, member.prev(), true, scope, false), seq)) {
                return false;
            }
            figures.sent.increment();
        }
        boolean quiet =
                move.events().isEmpty() && move.now().hash().equals(move.old().hash());
        return quiet || member.offer(Frames.hello(seq, scope, true), seq);
    }

    /** Sends one batch of changes; whether there may be more. */
    boolean pump(ReadScopes source) {
        Map<Following, List<Event>> batch = new LinkedHashMap<>();
        record Reached(long seq, long head, long epoch) {}
        Reached reached = source.now(moment -> {
            List<Change> changes = moment.seq() <= seq ? List.of() : moment.changes(seq, GroupReader.CHANGES_MAX);
            // A store that was put back has less than was told.
            boolean back = moment.seq() < seq;
            long through = changes.isEmpty()
                    ? moment.seq()
                    : changes.get(changes.size() - 1).seq();
            for (Following group : followed.values()) {
                batch.put(group, back ? null : changes.isEmpty() ? List.of() : events(moment, group.group(), changes));
            }
            return new Reached(through, moment.seq(), moment.epoch());
        });
        if (reached.seq() == seq) {
            return false;
        }
        seq = reached.seq();
        batch.forEach((group, events) -> {
            ScopeToken scope = group.group().rights().token(reached.epoch());
            if (events == null) {
                Set.copyOf(group.members()).forEach(member -> resync(member, scope));
            } else {
                figures.sent.add(group.send(events, scope, this::lost));
            }
        });
        return reached.seq() < reached.head();
    }

    /** Null when it can't be told what they would have to be. */
    private List<Event> events(Moment moment, Group group, List<Change> changes) {
        long end = changes.get(changes.size() - 1).seq();
        try {
            List<Event> events = new ArrayList<>();
            for (long at = seq; at < end; ) {
                long from = at;
                EventLog.Stretch page = group.log().after(at, Integer.MAX_VALUE);
                if (page == null) {
                    page = reader.evaluate(
                            moment,
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

    /** All sockets that follow and whose rights may be others by now. */
    List<Member> members(boolean all) {
        return followed.values().stream()
                .filter(group -> all || group.group().rights().timed())
                .flatMap(group -> group.members().stream())
                .toList();
    }

    boolean isFollowed() {
        return !followed.isEmpty();
    }
}
