// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.sync.event.ReadRights;
import io.lynchet.sync.event.RowEvent;
import io.lynchet.sync.event.ScopeToken;
import io.lynchet.sync.group.SyncMetrics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The moves of sockets to other groups when their rights have changed. Confined to the dispatcher's thread. */
final class GroupMoves {
    private final Subscribers subscribers;
    private final SyncMetrics metrics;

    GroupMoves(Subscribers subscribers, SyncMetrics metrics) {
        this.subscribers = subscribers;
        this.metrics = metrics;
    }

    /**
     * Reads the rights of some sockets again. Where they have changed, sends the rows that came into sight or went out
     * of it.
     */
    void look(List<SyncSubscriber> some, AppModel app, ReadScopes source, long seq) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Map<GroupSubscribers, Map<Object, GroupMove>> moves = new HashMap<>();
        for (SyncSubscriber member : some) {
            ReadRights old = member.group().group().rights();
            ReadRights now = rights(member, app, source, at);
            if (now != null && !now.key().equals(old.key())) {
                moves.computeIfAbsent(member.group(), from -> new HashMap<>())
                        .computeIfAbsent(now.key(), key -> new GroupMove(old, now))
                        .members()
                        .add(member);
            }
        }
        List<GroupMove> all =
                moves.values().stream().flatMap(to -> to.values().stream()).toList();
        if (!all.isEmpty()) {
            long epoch = source.now(snapshot -> {
                all.forEach(move -> move.evaluate(snapshot, seq));
                return snapshot.epoch();
            });
            all.forEach(move -> make(move, epoch, seq));
        }
    }

    private static ReadRights rights(SyncSubscriber member, AppModel app, ReadScopes source, Instant at) {
        try {
            return ReadRights.of(app, source, member.socket().principal(), at);
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

    private void make(GroupMove move, long epoch, long seq) {
        ScopeToken scope = move.now().token(epoch);
        for (SyncSubscriber member : move.members()) {
            subscribers.leave(member);
            member.move(subscribers.join(member, move.now()));
        }
        for (SyncSubscriber member : move.members()) {
            if (member.isLost()) {
                continue;
            }
            if (move.events() == null) {
                subscribers.resync(member, seq, scope);
            } else if (!tell(member, move, scope, seq)) {
                subscribers.lost(member);
            }
        }
    }

    private boolean tell(SyncSubscriber member, GroupMove move, ScopeToken scope, long seq) {
        for (RowEvent event : move.events()) {
            if (!member.offer(SyncFrames.event(event, member.prev(), true, scope, false), seq)) {
                return false;
            }
            metrics.sent.increment();
        }
        boolean quiet =
                move.events().isEmpty() && move.now().hash().equals(move.old().hash());
        return quiet || member.offer(SyncFrames.hello(seq, scope, true), seq);
    }
}
