// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.socket.Frame;
import io.lynchet.sync.event.RowEvent;
import io.lynchet.sync.event.ScopeToken;
import io.lynchet.sync.group.RightsGroup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The sockets of one group. Confined to the dispatcher's thread. */
final class GroupSubscribers {
    private final RightsGroup group;
    private final Set<SyncSubscriber> members = new LinkedHashSet<>();

    GroupSubscribers(RightsGroup group) {
        this.group = group;
    }

    RightsGroup group() {
        return group;
    }

    Set<SyncSubscriber> members() {
        return members;
    }

    /**
     * Sends events to all sockets.
     *
     * @param whenLost receives each socket that does not take them
     * @return the number of frames sent
     */
    long send(List<RowEvent> events, ScopeToken scope, Consumer<SyncSubscriber> whenLost) {
        long sent = 0;
        boolean timed = group.rights().timed();
        for (RowEvent event : events) {
            Frame frame = null;
            long framePrev = -1;
            for (SyncSubscriber member : members) {
                if (member.isLost()) {
                    continue;
                }
                // Nearly always, all sockets had the same previous frame.
                if (frame == null || framePrev != member.prev()) {
                    framePrev = member.prev();
                    frame = SyncFrames.event(event, framePrev, event.more(), scope, timed);
                }
                if (member.offer(frame, event.seq())) {
                    sent++;
                } else {
                    whenLost.accept(member);
                }
            }
        }
        return sent;
    }
}
