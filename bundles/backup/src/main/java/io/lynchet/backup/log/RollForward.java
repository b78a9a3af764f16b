// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.log;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Store;
import io.lynchet.backup.format.BackupErrors;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.TaskSteps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The replay of the archived log into a store that has loaded a backup. */
public final class RollForward {
    private final BackupRepository repository;
    private final BackupManifest base;
    private final Store store;
    private final Schema schema;

    public RollForward(BackupRepository repository, BackupManifest base, Store store) {
        this.repository = repository;
        this.base = base;
        this.store = store;
        this.schema = store.installed().orElse(Schema.EMPTY);
    }

    /**
     * Replays what segments have after the store's head, up to a seq and an instant, both included. It replays only
     * whole commits: for a seq inside a commit it ends before that commit.
     *
     * @return whether there may be more after it: false when an instant was reached
     */
    public boolean to(List<LogSegment> path, long seq, Optional<Instant> instant, TaskSteps steps) {
        for (LogSegment segment : path) {
            long head = store.info().headSeq();
            if (segment.last() > head && head < seq) {
                LogSegment.Content content = segment.read(repository.place(), base.storeId(), schema);
                if (!content.schemaSha256().equals(base.schemaSha256())) {
                    throw BackupErrors.damaged(segment.object(), "it holds rows of another schema");
                }
                List<Change> wanted = wanted(content.changes(), head, seq, instant);
                long last =
                        wanted.isEmpty() ? head : wanted.get(wanted.size() - 1).seq();
                Map<OperationKey, WriteResult> operations = new HashMap<>(content.operations());
                operations.values().removeIf(answer -> answer.seq() > last);
                store.replay(wanted, operations);
                steps.add(wanted.size());
                if (instant.isPresent() && last < Math.min(segment.last(), seq)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Change> wanted(List<Change> changes, long head, long seq, Optional<Instant> instant) {
        List<Change> wanted = new ArrayList<>();
        for (Change change : changes) {
            if (instant.isPresent() && change.at().isAfter(instant.get())) {
                break;
            }
            if (change.seq() > head && change.commitSeq() <= seq) {
                wanted.add(change);
            }
        }
        return wanted;
    }
}
