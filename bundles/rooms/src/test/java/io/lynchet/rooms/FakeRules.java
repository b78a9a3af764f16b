// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.data.RoomRules;
import io.lynchet.api.principal.Principal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Everybody who is signed in may be everywhere, but for what the test forbids. */
final class FakeRules implements RoomRules {
    final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    final AtomicLong seq = new AtomicLong();

    /** Forbids it, as if a row had changed. */
    void forbid(String person, String room) {
        forbidden.add(person + " " + room);
        seq.incrementAndGet();
    }

    void allow(String person, String room) {
        forbidden.remove(person + " " + room);
        seq.incrementAndGet();
    }

    @Override
    public Verdict ask(Right right, Principal principal, String room) {
        State given = state();
        boolean allowed = principal.admin()
                || (principal.userId() != null && !forbidden.contains(principal.userId() + " " + room));
        return new Verdict(allowed, given, Dependence.ROWS);
    }

    @Override
    public State state() {
        return new State(1, seq.get());
    }
}
