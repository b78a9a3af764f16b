// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupPlace;
import io.lynchet.api.backup.StoredObject;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.json.SchemaCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log of changes at a place, from one backup on. It goes on as long as the schema stays: rows of one schema can't be brought into tables of
 * another, so after a migration there has to be a backup before it goes on.
 */
final class LogArchive {
    private final BackupPlace place;

    LogArchive(BackupPlace place) {
        this.place = place;
    }

    static String digest(Schema schema) {
        return Digests.of(SchemaCodec.encode(schema).getBytes(StandardCharsets.UTF_8));
    }

    /** All segments, by epoch and position. */
    List<LogSegment> segments() {
        try {
            List<LogSegment> found = new ArrayList<>();
            for (StoredObject object : place.list(LogSegment.LOG)) {
                LogSegment segment = LogSegment.named(object.name());
                if (segment != null) {
                    found.add(segment);
                }
            }
            found.sort(Comparator.comparing(LogSegment::epoch).thenComparing(LogSegment::first));
            return found;
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    /** Those of the segments that lead on from a backup without a gap, to a position or as far as they go. */
    static List<LogSegment> path(BackupManifest from, List<LogSegment> segments, long upTo) {
        List<LogSegment> path = new ArrayList<>();
        long reached = from.seq();
        for (LogSegment segment : segments) {
            if (segment.epoch() == from.epoch() && reached < upTo && segment.last() > reached) {
                if (segment.first() > reached + 1) {
                    break;
                }
                path.add(segment);
                reached = segment.last();
            }
        }
        return path;
    }

    static long end(BackupManifest from, List<LogSegment> path) {
        return path.isEmpty() ? from.seq() : path.get(path.size() - 1).last();
    }

    /**
     * Brings the log up to the store's head.
     *
     * @return whether the archive reaches the head now; false when only a new backup can go on: after a migration, in a new epoch, or when the
     *     store has forgotten what is missing
     */
    boolean append(Store store, List<BackupManifest> backups, Steps steps) {
        StoreInfo info = store.info();
        BackupManifest base = null;
        for (BackupManifest backup : backups) {
            base = backup.epoch() == info.epoch() ? backup : base;
        }
        if (base == null) {
            return false;
        }
        List<LogSegment> path = path(base, segments(), Long.MAX_VALUE);
        long reached = end(base, path);
        try (Snapshot snapshot = store.snapshot()) {
            Schema schema = snapshot.schema().orElse(Schema.EMPTY);
            if (reached > snapshot.seq()) {
                throw otherHistory(reached, snapshot.seq());
            }
            if (!digest(schema).equals(base.schemaSha256()) || reached + 1 < info.oldestSeq()) {
                return false;
            }
            String lastChange = lastChange(base, path, schema);
            if (!lastChange.isEmpty()) {
                if (reached < info.oldestSeq()) {
                    return false;
                }
                requireSameHistory(reached, lastChange, snapshot);
            }
            steps.step("archiving the log", snapshot.seq() - reached);
            append(snapshot, base, reached, steps);
            return true;
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    private void append(Snapshot snapshot, BackupManifest base, long from, Steps steps) throws IOException {
        long reached = from;
        while (reached < snapshot.seq()) {
            List<Change> changes = snapshot.changes(reached, LogSegment.CHANGES_MAX);
            long last = changes.get(changes.size() - 1).seq();
            Map<OperationKey, Committed> operations = new HashMap<>();
            // Operations that changed nothing have the seq before.
            snapshot.operations(reached, last, operations::put);
            LogSegment.write(
                    place,
                    base.storeId(),
                    base.epoch(),
                    new LogSegment.Content(base.schemaSha256(), changes, operations));
            steps.add(changes.size());
            reached = last;
        }
    }

    private String lastChange(BackupManifest base, List<LogSegment> path, Schema schema) {
        if (path.isEmpty()) {
            return base.lastChangeSha256();
        }
        List<Change> archived =
                path.get(path.size() - 1).read(place, base.storeId(), schema).changes();
        return Digests.of(RecordLines.change(archived.get(archived.size() - 1)));
    }

    // Two copies of one data directory have the same names and numbers, but not the same changes.
    private void requireSameHistory(long reached, String lastChange, Snapshot snapshot) {
        boolean same = snapshot.change(reached)
                .filter(stored -> Digests.of(RecordLines.change(stored)).equals(lastChange))
                .isPresent();
        if (!same) {
            throw otherHistory(reached, snapshot.seq());
        }
    }

    private LynchetException otherHistory(long archived, long head) {
        return new LynchetException(
                ErrorCode.CONFLICT,
                "The log at " + place.location() + " goes to " + archived
                        + " and is not that of this store, which is at " + head
                        + ". Two copies of the data may be in use; choose another place for this one.");
    }
}
