// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.socket.CloseCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Moves sockets whose rights have changed to other groups. Belongs to the dispatcher's thread. */
final class Moves {
    private final Audience audience;
    private final Figures figures;

    Moves(Audience audience, Figures figures) {
        this.audience = audience;
        this.figures = figures;
    }

    /** Looks at the rights of some sockets again, and tells those for whom they have changed what came into and went out of their sight. */
    void look(List<Member> some, AppModel app, ReadScopes source, long seq) {
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
            all.forEach(move -> make(move, epoch, seq));
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

    private void make(Move move, long epoch, long seq) {
        ScopeToken scope = move.now().token(epoch);
        for (Member member : move.members()) {
            audience.leave(member);
            member.move(audience.join(member, move.now()));
        }
        for (Member member : move.members()) {
            if (member.isLost()) {
                continue;
            }
            if (move.events() == null) {
                audience.resync(member, seq, scope);
            } else if (!tell(member, move, scope, seq)) {
                audience.lost(member);
            }
        }
    }

    private boolean tell(Member member, Move move, ScopeToken scope, long seq) {
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
}
