// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.room;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The rooms that somebody is in, for operators. */
@ProviderType
public interface Rooms {
    /** One person in a room, however many sockets they have. */
    record Member(String userId, Instant joinedAt, int sockets) {}

    /** @param members in the order in which they joined */
    record Room(String name, List<Member> members) {
        public Room {
            members = List.copyOf(members);
        }
    }

    /** Sorted by name. */
    List<Room> rooms();
}
