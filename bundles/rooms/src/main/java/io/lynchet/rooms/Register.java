// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rooms everybody is in. Kept in step by the rooms, which call it while they are locked; it calls nobody. Thread-safe. */
final class Register {
    private final RoomLimits limits;
    private final Map<String, Set<String>> rooms = new HashMap<>();
    private int memberships;

    Register(RoomLimits limits) {
        this.limits = limits;
    }

    /** {@code ROOM_LIMIT_REACHED} when there would be too many. */
    synchronized void add(String person, String room) {
        Set<String> theirs = rooms.getOrDefault(person, Set.of());
        if (theirs.size() >= limits.roomsAPerson()) {
            throw new LynchetException(
                    ErrorCode.ROOM_LIMIT_REACHED, "You are in " + limits.roomsAPerson() + " rooms already.");
        }
        if (memberships >= limits.memberships()) {
            throw new LynchetException(ErrorCode.ROOM_LIMIT_REACHED, "There are too many people in rooms.");
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

    synchronized int memberships() {
        return memberships;
    }

    synchronized int people() {
        return rooms.size();
    }
}
