// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.Moment;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.row.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells sockets what changes, group by group, from one commit to the next. What is to be sent is made first, and nothing fails while it is sent.
 * Belongs to the dispatcher's thread, but for {@link #seq}.
 */
final class Stream {
    private final Audience audience;
    private final Opening opening;
    private final Moves moves;
    private final GroupReader reader;
    private final Figures figures;
    private long seq = -1;
    private long epoch;
    private volatile long told = -1;

    /** @param drained told when a socket that was lost can take frames again; on any thread */
    Stream(Groups groups, GroupReader reader, Figures figures, Consumer<Member> drained) {
        this.reader = reader;
        this.figures = figures;
        audience = new Audience(groups, figures, drained);
        opening = new Opening(audience, groups, reader, figures, this::upTo);
        moves = new Moves(audience, figures);
    }

    /** Up to which everything was offered; -1 while nobody follows. */
    long seq() {
        return told;
    }

    /** Whoever comes begins at the newest moment, so those who are there have to come so far first. */
    private long upTo(Moment moment) {
        if (seq < 0) {
            reach(moment.seq(), moment.epoch());
            told = seq;
        }
        boolean behind = true;
        while (behind) {
            behind = advance(moment);
        }
        return seq;
    }

    private void reach(long to, long of) {
        seq = to;
        epoch = of;
    }

    /** Forgets where it is when nobody is left. */
    void close(Member member) {
        audience.leave(member);
        if (audience.isEmpty()) {
            seq = -1;
            told = -1;
        }
    }

    /** A socket is told from where on it follows. */
    void open(Member member, AppModel app, ReadScopes source) {
        opening.open(member, app, source);
    }

    /** A socket can take frames again. */
    void drained(Member member) {
        audience.recover(member, seq);
    }

    /** Looks at the rights of some sockets again, and tells those for whom they have changed what came into and went out of their sight. */
    void look(List<Member> some, AppModel app, ReadScopes source) {
        moves.look(some, app, source, seq);
    }

    /** Sends one batch of commits; whether there may be more. */
    boolean pump(ReadScopes source) {
        return source.<Boolean>now(this::advance);
    }

    private boolean advance(Moment moment) {
        if (moment.seq() == seq && moment.epoch() == epoch) {
            return false;
        }
        Map<Following, List<Event>> batch = new LinkedHashMap<>();
        List<Change> changes = changes(moment);
        // A store that was put back has less than was told, or another past.
        long through =
                changes == null ? moment.seq() : changes.get(changes.size() - 1).seq();
        for (Following group : audience.groups()) {
            batch.put(group, changes == null ? null : events(moment, group.group(), changes));
        }
        reach(through, moment.epoch());
        batch.forEach(this::send);
        // Only now: a pong may answer with it at once.
        told = seq;
        return through < moment.seq();
    }

    private void send(Following group, List<Event> events) {
        group.group().use();
        ScopeToken scope = group.group().rights().token(epoch);
        if (events == null) {
            Set.copyOf(group.members()).forEach(member -> audience.resync(member, seq, scope));
        } else {
            figures.sent.add(group.send(events, scope, audience::lost));
        }
    }

    /** Null when nobody can go on from where this is. */
    private List<Change> changes(Moment moment) {
        if (moment.epoch() != epoch || moment.seq() < seq || moment.oldestCursor() > seq) {
            return null;
        }
        return moment.changes(seq, GroupReader.CHANGES_MAX);
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

    /** All sockets that follow, or those whose rights may be others by now although nothing was said. */
    List<Member> members(boolean all) {
        return audience.members(all);
    }

    boolean isFollowed() {
        return !audience.isEmpty();
    }
}
