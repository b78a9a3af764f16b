// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings a store that has loaded a backup on, by the log. */
final class RollForward {
    private final Repository repository;
    private final BackupManifest base;
    private final Store store;
    private final Schema schema;

    RollForward(Repository repository, BackupManifest base, Store store) {
        this.repository = repository;
        this.base = base;
        this.store = store;
        this.schema = store.installed().orElse(Schema.EMPTY);
    }

    /**
     * Takes in what segments have after the store's head, up to a position and an instant, both included: only whole commits, so a position inside one leads to
     * the end of the one before.
     *
     * @return whether there may be more after it: false when an instant was reached
     */
    boolean to(List<LogSegment> path, long seq, Optional<Instant> instant, Steps steps) {
        for (LogSegment segment : path) {
            long head = store.info().headSeq();
            if (segment.last() > head && head < seq) {
                LogSegment.Content content = segment.read(repository.place(), base.storeId(), schema);
                if (!content.schemaSha256().equals(base.schemaSha256())) {
                    throw BackupErrors.damaged(segment.object(), "it has rows of another schema");
                }
                List<Change> wanted = wanted(content.changes(), head, seq, instant);
                long last =
                        wanted.isEmpty() ? head : wanted.get(wanted.size() - 1).seq();
                Map<OperationKey, Committed> operations = new HashMap<>(content.operations());
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
