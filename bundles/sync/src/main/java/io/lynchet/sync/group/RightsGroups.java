// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.group;

import io.lynchet.sync.event.ReadRights;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The groups in recent use. Callers beyond the limit get groups of their own, which are not shared. */
public final class RightsGroups {
    static final int GROUPS_MAX = 1_000;

    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final int eventsMax;
    private final long bytesMax;
    private final Map<Object, RightsGroup> groups = new ConcurrentHashMap<>();

    /**
     * Creates the groups.
     *
     * @param eventsMax the most recent events that each group keeps
     * @param bytesMax the most bytes of recent events that each group keeps
     */
    public RightsGroups(int eventsMax, long bytesMax) {
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
    }

    /** Returns the group of callers with these rights, and marks it as in use. */
    public RightsGroup of(ReadRights rights) {
        RightsGroup known = groups.get(rights.key());
        if (known == null) {
            RightsGroup made = new RightsGroup(rights, new RecentEvents(eventsMax, bytesMax));
            // Rights that hold for one instant are almost never asked for again.
            if (rights.timed() || (groups.size() >= GROUPS_MAX && !sweep())) {
                return made;
            }
            known = groups.computeIfAbsent(rights.key(), key -> made);
        }
        known.use();
        return known;
    }

    /** Drops groups unused for a minute. Returns whether there is room for another one. */
    public boolean sweep() {
        groups.values().removeIf(group -> group.idleNanos() > IDLE_NANOS);
        return groups.size() < GROUPS_MAX;
    }

    public int size() {
        return groups.size();
    }
}
