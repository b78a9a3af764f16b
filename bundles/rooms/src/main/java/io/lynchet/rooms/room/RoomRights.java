// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.data.RoomRules.Right;
import io.lynchet.api.data.RoomRules.Verdict;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;

/** The rules of rooms. Blocks while a rule reads rows, so no thread may call it with the lock of a room. */
public final class RoomRights {
    private final Gate<RoomRules> rules;

    public RoomRights(Gate<RoomRules> rules) {
        this.rules = rules;
    }

    public RoomRules.State state() {
        return rules.call(RoomRules::state);
    }

    /**
     * Returns the verdict on a join. Fails with {@code POLICY_DENIED}, in the same words whether or not the room
     * exists.
     */
    Verdict join(Principal principal, String room) {
        Verdict verdict = ask(principal, room);
        if (!verdict.allowed()) {
            throw new LynchetException(ErrorCode.POLICY_DENIED, "You may not join this room.");
        }
        return verdict;
    }

    public Verdict ask(Principal principal, String room) {
        return rules.call(service -> service.ask(Right.JOIN, principal, room));
    }

    void broadcast(Principal principal, String room) {
        if (!rules.call(service -> service.ask(Right.BROADCAST, principal, room))
                .allowed()) {
            throw new LynchetException(ErrorCode.POLICY_DENIED, "You may not send to all members of this room.");
        }
    }
}
