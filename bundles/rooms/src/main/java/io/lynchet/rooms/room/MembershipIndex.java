// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The index of the rooms of each person. Rooms keep it up to date under their own lock; it calls no other code.
 * Thread-safe.
 */
public final class MembershipIndex {
    private final RoomLimits limits;
    private final Map<String, Set<String>> rooms = new HashMap<>();
    private int memberships;

    MembershipIndex(RoomLimits limits) {
        this.limits = limits;
    }

    /** Adds a membership. Fails with {@code ROOM_LIMIT_REACHED} when there would be too many. */
    synchronized void add(String person, String room) {
        Set<String> theirs = rooms.getOrDefault(person, Set.of());
        if (theirs.size() >= limits.roomsAPerson()) {
            throw new LynchetException(
                    ErrorCode.ROOM_LIMIT_REACHED,
                    "You are in " + limits.roomsAPerson() + " rooms already; leave one first.");
        }
        if (memberships >= limits.memberships()) {
            throw new LynchetException(
                    ErrorCode.ROOM_LIMIT_REACHED, "The rooms have too many members; try again later.");
        }
        if (rooms.computeIfAbsent(person, key -> new LinkedHashSet<>()).add(room)) {
            memberships++;
        }
    }

    synchronized void remove(String person, String room) {
        Set<String> theirs = rooms.get(person);
        if (theirs != null && theirs.remove(room)) {
            memberships--;
            if (theirs.isEmpty()) {
                rooms.remove(person);
            }
        }
    }

    synchronized List<String> roomsOf(String person) {
        return List.copyOf(rooms.getOrDefault(person, Set.of()));
    }

    public synchronized int memberships() {
        return memberships;
    }

    public synchronized int people() {
        return rooms.size();
    }
}
