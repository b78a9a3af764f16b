// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.row.Change;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Brings a store on by the log of another one, piece by piece. */
final class LogFollower {
    private static final int PIECE = 1_000;

    private final Store source;
    private final Store target;
    private final Steps steps;

    LogFollower(Store source, Store target, Steps steps) {
        this.source = source;
        this.target = target;
        this.steps = steps;
    }

    /** Up to a seq that the source has reached. */
    void to(long seq) {
        to(seq, () -> true);
    }

    private boolean to(long seq, BooleanSupplier mayGoOn) {
        try (Snapshot snapshot = source.snapshot()) {
            long head = target.info().headSeq();
            while (head < seq && mayGoOn.getAsBoolean()) {
                List<Change> changes = snapshot.changes(head, (int) Math.min(PIECE, seq - head));
                long last = changes.get(changes.size() - 1).seq();
                target.replay(changes, operations(snapshot, head, last));
                steps.add(changes.size());
                head = last;
            }
            return head >= seq;
        }
    }

    /**
     * To the end of a log that nobody writes to any more, with the answers to operations that changed nothing.
     *
     * @return whether the end was reached
     */
    boolean toEnd(BooleanSupplier mayGoOn) {
        if (!to(source.info().headSeq(), mayGoOn)) {
            return false;
        }
        try (Snapshot snapshot = source.snapshot()) {
            Map<OperationKey, Committed> last = operations(snapshot, snapshot.seq(), snapshot.seq());
            if (!last.isEmpty()) {
                target.replay(List.of(), last);
            }
        }
        return true;
    }

    // From the seq before: those that changed nothing there may have come after it was told.
    private static Map<OperationKey, Committed> operations(Snapshot snapshot, long from, long to) {
        Map<OperationKey, Committed> operations = new HashMap<>();
        snapshot.operations(from, to, operations::put);
        return operations;
    }
}
