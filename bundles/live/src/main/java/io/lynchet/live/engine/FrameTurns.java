// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.engine;

import io.lynchet.api.LynchetException;
import io.lynchet.live.frame.InitialFrames;
import io.lynchet.live.frame.LargeFrames;
import io.lynchet.live.group.LiveGroup;
import io.lynchet.live.group.Subscription;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The turns of waiting subscriptions: each gets its next frame in the order in which they asked. So a client that loses
 * frames again and again takes no room before one that waits. Confined to the engine's thread.
 */
final class FrameTurns {
    private final InitialFrames frames;
    private final LargeFrames large;
    private final Set<Subscription> waiting = new LinkedHashSet<>();

    FrameTurns(InitialFrames frames, LargeFrames large) {
        this.frames = frames;
        this.large = large;
    }

    void add(LiveGroup group) {
        group.members.forEach(this::add);
    }

    /**
     * Adds a subscription that waits, unless its group has to be read first. One that waits already keeps its place.
     */
    void add(Subscription member) {
        if (isReady(member)) {
            waiting.add(member);
        }
    }

    private static boolean isReady(Subscription member) {
        LiveGroup group = member.group;
        return member.state == Subscription.State.WAITING && group.isReady() && !group.awaitsRead();
    }

    void remove(Subscription member) {
        waiting.remove(member);
    }

    /**
     * Sends the frames that are possible now.
     *
     * @param processed the seq up to which the engine has processed the log
     * @param failed receives a subscription whose frame can't be made, and why
     */
    void answer(long processed, BiConsumer<Subscription, LynchetException> failed) {
        if (waiting.isEmpty()) {
            return;
        }
        LargeFrames.Round round = large.round();
        for (Subscription member : List.copyOf(waiting)) {
            if (isReady(member)) {
                answer(member, processed, round, failed);
            }
        }
    }

    private void answer(
            Subscription member,
            long processed,
            LargeFrames.Round round,
            BiConsumer<Subscription, LynchetException> failed) {
        try {
            if (frames.answer(member, processed, round)) {
                waiting.remove(member);
            }
        } catch (LynchetException e) {
            waiting.remove(member);
            failed.accept(member, e);
        }
    }
}
