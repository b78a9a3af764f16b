// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Moment;
import java.util.ArrayList;
import java.util.List;

/** Sockets whose rights have changed from the same to the same. */
final class Move {
    private final Rights old;
    private final Rights now;
    private final List<Member> members = new ArrayList<>();
    private List<Event> events;

    Move(Rights old, Rights now) {
        this.old = old;
        this.now = now;
    }

    Rights old() {
        return old;
    }

    Rights now() {
        return now;
    }

    List<Member> members() {
        return members;
    }

    /** What makes the rows of before into those of now; null when that can't be told, and they have to start over. */
    List<Event> events() {
        return events;
    }

    void evaluate(Moment moment, long seq) {
        if (old.generation() != now.generation()) {
            events = old.hash().equals(now.hash()) ? List.of() : null;
            return;
        }
        List<Event> made = new ArrayList<>();
        try {
            new Evaluation(now, moment, seq).addDifference(old, seq, now.at(), made);
            events = made;
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.RESYNC_REQUIRED) {
                throw e;
            }
        }
    }
}
