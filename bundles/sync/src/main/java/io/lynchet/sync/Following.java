// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.socket.Frame;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The sockets of one group. Belongs to the dispatcher's thread. */
final class Following {
    private final Group group;
    private final Set<Member> members = new LinkedHashSet<>();

    Following(Group group) {
        this.group = group;
    }

    Group group() {
        return group;
    }

    Set<Member> members() {
        return members;
    }

    /**
     * Sends events to all.
     *
     * @param whenLost told of each socket that does not take them
     * @return how many were sent
     */
    long send(List<Event> events, ScopeToken scope, Consumer<Member> whenLost) {
        long sent = 0;
        boolean timed = group.rights().timed();
        for (Event event : events) {
            Frame frame = null;
            long framePrev = -1;
            for (Member member : members) {
                if (member.isLost()) {
                    continue;
                }
                // Nearly always all of them were sent the same frame before.
                if (frame == null || framePrev != member.prev()) {
                    framePrev = member.prev();
                    frame = Frames.event(event, framePrev, event.more(), scope, timed);
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
