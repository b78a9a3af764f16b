// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The groups that were used lately. Callers beyond the limit get groups of their own, which nobody shares. */
final class Groups {
    static final int GROUPS_MAX = 1_000;

    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final int eventsMax;
    private final long bytesMax;
    private final Map<Object, Group> groups = new ConcurrentHashMap<>();

    /** @param eventsMax and {@code bytesMax}: what each keeps of the newest events */
    Groups(int eventsMax, long bytesMax) {
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
    }

    /** The group of callers with these rights, in use from now on. */
    Group of(Rights rights) {
        Group known = groups.get(rights.key());
        if (known == null) {
            Group made = new Group(rights, new EventLog(eventsMax, bytesMax));
            // Rights that hold for a moment are as good as never asked for again.
            if (rights.timed() || (groups.size() >= GROUPS_MAX && !sweep())) {
                return made;
            }
            known = groups.computeIfAbsent(rights.key(), key -> made);
        }
        known.use();
        return known;
    }

    /** Forgets those that nobody has used for a minute; whether there is room. */
    boolean sweep() {
        groups.values().removeIf(group -> group.idleNanos() > IDLE_NANOS);
        return groups.size() < GROUPS_MAX;
    }

    int size() {
        return groups.size();
    }
}
