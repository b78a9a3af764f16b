// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataSnapshot;
import io.lynchet.sync.event.EventBuilder;
import io.lynchet.sync.event.ReadRights;
import io.lynchet.sync.event.RowEvent;
import java.util.ArrayList;
import java.util.List;

/** Sockets that move together, from equal rights to equal rights. */
final class GroupMove {
    private final ReadRights old;
    private final ReadRights now;
    private final List<SyncSubscriber> members = new ArrayList<>();
    private List<RowEvent> events;

    GroupMove(ReadRights old, ReadRights now) {
        this.old = old;
        this.now = now;
    }

    ReadRights old() {
        return old;
    }

    ReadRights now() {
        return now;
    }

    List<SyncSubscriber> members() {
        return members;
    }

    /**
     * Returns the events that turn the rows of the old rights into those of the new ones. Null when they can't be
     * determined and the sockets must start over.
     */
    List<RowEvent> events() {
        return events;
    }

    void evaluate(DataSnapshot snapshot, long seq) {
        if (old.generation() != now.generation()) {
            events = old.hash().equals(now.hash()) ? List.of() : null;
            return;
        }
        List<RowEvent> made = new ArrayList<>();
        try {
            new EventBuilder(now, snapshot, seq).addDifference(old, seq, now.at(), made);
            events = made;
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.RESYNC_REQUIRED) {
                throw e;
            }
        }
    }
}
