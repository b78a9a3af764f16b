// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Frame;
import java.util.function.Consumer;

/** Tells clients what has become of their results. Confined to the engine's thread. */
final class Teller {
    private final LiveMetrics metrics;
    private final Consumer<Subscription> drained;
    private final Consumer<ClientSocket> taken;
    private final LiveBudget budget;
    private final LargeFrames large;

    /**
     * @param drained called on any thread once a client that was too slow has taken what was queued for it
     * @param taken called on any thread once a socket has taken what was queued for it, a large frame among it
     */
    Teller(
            Consumer<Subscription> drained,
            Consumer<ClientSocket> taken,
            LiveMetrics metrics,
            LiveBudget budget,
            LargeFrames large) {
        this.drained = drained;
        this.taken = taken;
        this.metrics = metrics;
        this.budget = budget;
        this.large = large;
    }

    /** Tells all members that have everything what is new since they were told last. */
    void tellNews(LiveGroup group, long seq) {
        if (group.shown() == null) {
            group.tell();
            return;
        }
        byte[] members = group.diffSince(group.shown());
        if (members.length == 2) {
            return;
        }
        group.tell();
        LiveFrames frames = new LiveFrames(members, seq, group.scope().fingerprint());
        for (Subscription member : group.members) {
            if (member.state != Subscription.State.LIVE) {
                continue;
            }
            if (!large.hasRoom(member.caller, members.length)) {
                lose(member);
            } else {
                send(member, frames.diff(member.frame.id(), member.seq, false), seq);
            }
        }
    }

    /** Tells one member everything. */
    void tellAll(Subscription member, long seq) {
        LiveGroup group = member.group;
        String scope = group.scope().fingerprint();
        member.scope = scope;
        LiveFrames frames = new LiveFrames(group.snapshot(budget), seq, scope);
        send(member, frames.snapshot(member.frame.id()), seq);
    }

    /** Tells one member what leads from what it has to now; also when that is nothing. */
    void tellSince(Subscription member, Object baseline, long prev, long seq) {
        LiveGroup group = member.group;
        String scope = group.scope().fingerprint();
        byte[] members = group.diffSince(baseline);
        boolean scopeTold = !scope.equals(member.scope);
        member.scope = scope;
        send(member, new LiveFrames(members, seq, scope).diff(member.frame.id(), prev, scopeTold), seq);
    }

    private void send(Subscription member, Frame frame, long seq) {
        if (member.socket.offer(frame)) {
            if (frame.json().length >= LargeFrames.BYTES_MIN) {
                large.offered(member.socket, member.caller, frame.json().length);
                member.socket.whenDrained(() -> taken.accept(member.socket));
            }
            member.seq = seq;
            member.state = Subscription.State.LIVE;
            metrics.delivered();
        } else {
            lose(member);
        }
    }

    private void lose(Subscription member) {
        member.state = Subscription.State.LOST;
        member.baseline = null;
        member.answered = true;
        metrics.lost();
        member.socket.whenDrained(() -> drained.accept(member));
    }

    /** Says that frames are missing; a snapshot follows. False when the client is still too slow for that. */
    boolean tellLost(Subscription member, long seq) {
        if (member.socket.offer(LiveFrames.lost(member.frame.id(), seq))) {
            return true;
        }
        lose(member);
        return false;
    }

    /** The last word on a subscription, once the client has room for it. When even then it is not taken, the socket's end says it. */
    void tellEnd(Subscription member, LynchetException why) {
        member.state = Subscription.State.ENDED;
        if (why.code() == ErrorCode.LIMIT_EXCEEDED || why.code() == ErrorCode.OVERLOADED) {
            metrics.refused();
        }
        Frame last = LiveFrames.error(member.frame.id(), why);
        if (!member.socket.offer(last)) {
            member.socket.whenDrained(() -> {
                if (!member.socket.offer(last)) {
                    member.socket.close(CloseCode.TRY_LATER, "too slow");
                }
            });
        }
    }
}
