// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.frame;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.live.group.LiveBudget;
import io.lynchet.live.group.LiveGroup;
import io.lynchet.live.group.LiveMetrics;
import io.lynchet.live.group.Subscription;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The sender of frames about results. Confined to the engine's thread. */
public final class FrameSender {
    private final LiveMetrics metrics;
    private final Consumer<Subscription> drained;
    private final BiConsumer<ClientSocket, Integer> taken;
    private final LiveBudget budget;
    private final LargeFrames large;

    /**
     * Creates a sender.
     *
     * @param drained receives, on any thread, a subscription whose socket was too slow and has now sent the frames that
     *     were queued then
     * @param taken receives, on any thread, a socket that has sent a large frame, and the bytes of that frame
     */
    public FrameSender(
            Consumer<Subscription> drained,
            BiConsumer<ClientSocket, Integer> taken,
            LiveMetrics metrics,
            LiveBudget budget,
            LargeFrames large) {
        this.drained = drained;
        this.taken = taken;
        this.metrics = metrics;
        this.budget = budget;
        this.large = large;
    }

    /** Sends the difference since the last frame to all members that are up to date. */
    public void sendNews(LiveGroup group, long seq) {
        if (!group.isTold()) {
            group.tell();
            return;
        }
        byte[] members = group.news();
        if (members.length == 2) {
            return;
        }
        group.tell();
        ResultFrames frames = new ResultFrames(members, seq, group.scope().fingerprint());
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
        // Only now: a pong may name this seq at once.
        group.offered();
    }

    /** Sends a snapshot to one member. */
    void sendSnapshot(Subscription member, long seq) {
        LiveGroup group = member.group;
        String scope = group.scope().fingerprint();
        member.scope = scope;
        ResultFrames frames = new ResultFrames(group.snapshot(budget), seq, scope);
        send(member, frames.snapshot(member.frame.id()), seq);
    }

    /** Sends one member the difference between the baseline that it has and now, also when it is empty. */
    void sendSince(Subscription member, Object baseline, long prev, long seq) {
        LiveGroup group = member.group;
        String scope = group.scope().fingerprint();
        byte[] members = group.diffSince(baseline);
        boolean scopeTold = !scope.equals(member.scope);
        member.scope = scope;
        send(member, new ResultFrames(members, seq, scope).diff(member.frame.id(), prev, scopeTold), seq);
    }

    private void send(Subscription member, Frame frame, long seq) {
        if (member.socket.offer(frame)) {
            int bytes = frame.json().length;
            if (bytes >= LargeFrames.BYTES_MIN) {
                large.offered(member.socket, member.caller, bytes);
                member.socket.whenDrained(() -> taken.accept(member.socket, bytes));
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

    /**
     * Tells the client that frames are missing; a snapshot follows. Returns false when the client is still too slow for
     * that.
     */
    public boolean sendLost(Subscription member, long seq) {
        if (member.socket.offer(ResultFrames.lost(member.frame.id(), seq))) {
            return true;
        }
        lose(member);
        return false;
    }

    /** Sends the last frame of a subscription, as soon as the client has room for it. */
    public void sendEnd(Subscription member, LynchetException why) {
        member.state = Subscription.State.ENDED;
        if (why.code() == ErrorCode.LIMIT_EXCEEDED || why.code() == ErrorCode.OVERLOADED) {
            metrics.refused();
        }
        sendLast(member.socket, ResultFrames.error(member.frame.id(), why));
    }

    private static void sendLast(ClientSocket socket, Frame last) {
        if (!socket.offer(last)) {
            socket.whenDrained(() -> sendLast(socket, last));
        }
    }
}
