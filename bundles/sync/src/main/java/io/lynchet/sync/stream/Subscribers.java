// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.sync.event.ReadRights;
import io.lynchet.sync.event.ScopeToken;
import io.lynchet.sync.group.RightsGroups;
import io.lynchet.sync.group.SyncMetrics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The sockets with a change stream, group by group. Confined to the dispatcher's thread. */
final class Subscribers {
    private final RightsGroups groups;
    private final SyncMetrics metrics;
    private final Consumer<SyncSubscriber> drained;
    private final Map<Object, GroupSubscribers> followed = new LinkedHashMap<>();

    /**
     * Creates an empty set.
     *
     * @param drained receives a lost socket that can take frames again, on any thread
     */
    Subscribers(RightsGroups groups, SyncMetrics metrics, Consumer<SyncSubscriber> drained) {
        this.groups = groups;
        this.metrics = metrics;
        this.drained = drained;
    }

    boolean isEmpty() {
        return followed.isEmpty();
    }

    Collection<GroupSubscribers> groups() {
        return followed.values();
    }

    GroupSubscribers join(SyncSubscriber member, ReadRights rights) {
        GroupSubscribers group = followed.computeIfAbsent(rights.key(), key -> new GroupSubscribers(groups.of(rights)));
        group.members().add(member);
        return group;
    }

    void leave(SyncSubscriber member) {
        GroupSubscribers group = member.group();
        if (group != null) {
            group.members().remove(member);
            if (group.members().isEmpty()) {
                followed.remove(group.group().rights().key());
            }
        }
    }

    /** Returns all sockets, or only those whose rights may change without a signal. */
    List<SyncSubscriber> members(boolean all) {
        return followed.values().stream()
                .filter(group -> all || group.group().rights().timed())
                .flatMap(group -> group.members().stream())
                .toList();
    }

    /** Notes a dropped frame. The socket is told once it has sent its queued frames. */
    void lost(SyncSubscriber member) {
        metrics.lost.increment();
        member.socket().whenDrained(() -> drained.accept(member));
    }

    /** Tells a socket that took no frames for a while to pull what it has missed. */
    void recover(SyncSubscriber member, long seq) {
        if (member.isLost()
                && !member.recover(SyncFrames.lost(seq), seq)
                && member.socket().isOpen()) {
            member.socket().whenDrained(() -> drained.accept(member));
        }
    }

    /** Tells a socket to start over. A lost socket hears it from its next pull. */
    void resync(SyncSubscriber member, long seq, ScopeToken scope) {
        metrics.resyncs.increment();
        if (!member.isLost() && !member.offer(SyncFrames.resync(seq, scope), seq)) {
            lost(member);
        }
    }
}
