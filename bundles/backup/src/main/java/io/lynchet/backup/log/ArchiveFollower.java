// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.log;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.backup.format.TaskSteps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The follower of a store's log, which replays it into another store, piece by piece. */
public final class ArchiveFollower {
    private static final int PIECE = 1_000;

    private final Store source;
    private final Store target;
    private final TaskSteps steps;

    public ArchiveFollower(Store source, Store target, TaskSteps steps) {
        this.source = source;
        this.target = target;
        this.steps = steps;
    }

    /** Replays up to a seq that the source has reached. */
    public void to(long seq) {
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
     * Replays to the end of a log that takes no more writes, and adds the results of operations that changed nothing.
     *
     * @return whether the end was reached
     */
    public boolean toEnd(BooleanSupplier mayGoOn) {
        if (!to(source.info().headSeq(), mayGoOn)) {
            return false;
        }
        try (Snapshot snapshot = source.snapshot()) {
            Map<OperationKey, WriteResult> last = operations(snapshot, snapshot.seq(), snapshot.seq());
            if (!last.isEmpty()) {
                target.replay(List.of(), last);
            }
        }
        return true;
    }

    // The range includes the seq before: operations that changed nothing there may have come after its replay.
    private static Map<OperationKey, WriteResult> operations(Snapshot snapshot, long from, long to) {
        Map<OperationKey, WriteResult> operations = new HashMap<>();
        snapshot.operations(from, to, operations::put);
        return operations;
    }
}
