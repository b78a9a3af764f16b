// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.data.RoomRules.Right;
import io.lynchet.api.data.RoomRules.Verdict;
import io.lynchet.api.lease.Gate;

/** Asks who may do what. Blocks while a rule reads rows, so it is not to be called with the lock of a room. */
final class Rights {
    private final Gate<RoomRules> rules;

    Rights(Gate<RoomRules> rules) {
        this.rules = rules;
    }

    RoomRules.State state() {
        return rules.call(RoomRules::state);
    }

    /** {@code POLICY_DENIED} in the same words whether or not the room exists and somebody is in it. */
    Verdict join(Principal principal, String room) {
        Verdict verdict = ask(principal, room);
        if (!verdict.allowed()) {
            throw new LynchetException(ErrorCode.POLICY_DENIED, "You may not join this room.");
        }
        return verdict;
    }

    Verdict ask(Principal principal, String room) {
        return rules.call(service -> service.ask(Right.JOIN, principal, room));
    }

    void broadcast(Principal principal, String room) {
        if (!rules.call(service -> service.ask(Right.BROADCAST, principal, room))
                .allowed()) {
            throw new LynchetException(ErrorCode.POLICY_DENIED, "You may not send to everybody in this room.");
        }
    }
}
