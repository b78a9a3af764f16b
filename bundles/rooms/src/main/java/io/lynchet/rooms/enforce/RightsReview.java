// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.enforce;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.RoomRules.Dependence;
import io.lynchet.api.data.RoomRules.State;
import io.lynchet.api.data.RoomRules.Verdict;
import io.lynchet.api.loop.Failures;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.rooms.room.Room;
import io.lynchet.rooms.room.RoomActor;
import io.lynchet.rooms.room.RoomMember;
import io.lynchet.rooms.room.RoomRights;
import io.lynchet.rooms.room.RoomTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The review of the rights of members. Confined to one thread, which may block on reads. */
final class RightsReview {
    private static final Logger LOG = LoggerFactory.getLogger(RightsReview.class);

    private final RoomTable table;
    private final RoomRights rights;
    private final Failures unknown = new Failures(LOG::warn, "The check whether a member may stay in a room");

    RightsReview(RoomTable table, RoomRights rights) {
        this.table = table;
        this.rights = rights;
    }

    /** Reviews the members for whom the rules may have another result than at the last review. */
    void outdated(State now) {
        table.forOutdated(now, this::review);
    }

    void person(String person) {
        table.forRoomsOf(person, room -> review(room, person));
    }

    // When the rules can't be evaluated, because the store is being replaced, all stays as it is until the next review.
    private void review(Room room, String person) {
        try {
            room.standing(person)
                    .filter(standing -> !standing.principal().admin())
                    .ifPresent(standing -> review(room, person, standing));
        } catch (LynchetException e) {
            unknown.tell(e, "failed");
        }
    }

    private void review(Room room, String person, RoomMember.Standing standing) {
        Map<Principal, Verdict> verdicts = new HashMap<>();
        for (ClientSocket socket : standing.sockets()) {
            Principal principal = socket.principal();
            if (!allowed(verdicts, room, person, principal)) {
                room.refuse(person, socket, RoomTable.notIn(), table.clock());
            }
        }
        if (allowed(verdicts, room, person, standing.principal())) {
            room.confirm(person, standing.principal(), standing.principal(), verdicts.get(standing.principal()));
            return;
        }
        Optional<Principal> other = verdicts.keySet().stream()
                .filter(principal -> allowed(verdicts, room, person, principal))
                .findFirst();
        if (other.isPresent()) {
            room.confirm(person, standing.principal(), other.get(), verdicts.get(other.get()));
        } else {
            room.expel(person, standing.principal(), RoomTable.notIn());
        }
    }

    private boolean allowed(Map<Principal, Verdict> verdicts, Room room, String person, Principal principal) {
        return person.equals(RoomActor.personOf(principal))
                && verdicts.computeIfAbsent(principal, key -> ask(room, key)).allowed();
    }

    // A rule that calls a missing function denies, as it does when joining.
    private Verdict ask(Room room, Principal principal) {
        try {
            return rights.ask(principal, room.name());
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.POLICY_FUNCTION_MISSING) {
                return new Verdict(false, rights.state(), Dependence.MORE);
            }
            throw e;
        }
    }
}
