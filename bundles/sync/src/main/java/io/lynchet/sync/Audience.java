// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The sockets that follow, group by group. Belongs to the dispatcher's thread. */
final class Audience {
    private final Groups groups;
    private final Figures figures;
    private final Consumer<Member> drained;
    private final Map<Object, Following> followed = new LinkedHashMap<>();

    /** @param drained told when a socket that was lost can take frames again; on any thread */
    Audience(Groups groups, Figures figures, Consumer<Member> drained) {
        this.groups = groups;
        this.figures = figures;
        this.drained = drained;
    }

    boolean isEmpty() {
        return followed.isEmpty();
    }

    Collection<Following> groups() {
        return followed.values();
    }

    Following join(Member member, Rights rights) {
        Following group = followed.computeIfAbsent(rights.key(), key -> new Following(groups.of(rights)));
        group.members().add(member);
        return group;
    }

    void leave(Member member) {
        Following group = member.group();
        if (group != null) {
            group.members().remove(member);
            if (group.members().isEmpty()) {
                followed.remove(group.group().rights().key());
            }
        }
    }

    /** All of them, or those whose rights may be others by now although nothing was said. */
    List<Member> members(boolean all) {
        return followed.values().stream()
                .filter(group -> all || group.group().rights().timed())
                .flatMap(group -> group.members().stream())
                .toList();
    }

    /** A frame was dropped; the socket is told so when it has taken what it has. */
    void lost(Member member) {
        figures.lost.increment();
        member.socket().whenDrained(() -> drained.accept(member));
    }

    /** Tells a socket that took no frames for a while to pull what it has missed. */
    void recover(Member member, long seq) {
        if (member.isLost()
                && !member.recover(Frames.lost(seq), seq)
                && member.socket().isOpen()) {
            member.socket().whenDrained(() -> drained.accept(member));
        }
    }

    /** Tells a socket to start over; one that is lost will be told so by its next pull. */
    void resync(Member member, long seq, ScopeToken scope) {
        figures.resyncs.increment();
        if (!member.isLost() && !member.offer(Frames.resync(seq, scope), seq)) {
            lost(member);
        }
    }
}
