// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.room;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The rooms with at least one member, for operators. */
@ProviderType
public interface Rooms {
    /** One user in a room, with any number of sockets. */
    record Member(String userId, Instant joinedAt, int sockets) {}

    /**
     * One room.
     *
     * @param members in the order in which they joined
     */
    record Room(String name, List<Member> members) {
        public Room {
            members = List.copyOf(members);
        }
    }

    /** Returns the rooms, sorted by name. */
    List<Room> rooms();
}
