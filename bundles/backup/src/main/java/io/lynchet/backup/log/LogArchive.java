// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.log;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.backup.format.BackupErrors;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.ContentLines;
import io.lynchet.backup.format.RecordLines;
import io.lynchet.backup.format.Sha256;
import io.lynchet.backup.format.TaskSteps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The archived log of changes at a location, from one backup on. It continues as long as the schema stays: rows of one
 * schema can't be replayed into tables of another. So after a migration it needs a new backup to continue.
 */
public final class LogArchive {
    private final BlobLocation place;

    public LogArchive(BlobLocation place) {
        this.place = place;
    }

    /** Returns all segments, by epoch and first seq. */
    public List<LogSegment> segments() {
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

    /** Returns the segments that continue a backup without a gap, up to a seq or as far as they reach. */
    public static List<LogSegment> path(BackupManifest from, List<LogSegment> segments, long upTo) {
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

    public static long end(BackupManifest from, List<LogSegment> path) {
        return path.isEmpty() ? from.seq() : path.get(path.size() - 1).last();
    }

    /**
     * Archives the log up to the store's head.
     *
     * @return whether the archive reaches the head now. False when only a new backup can continue it: after a
     *     migration, in a new epoch, or when the store has pruned what is missing
     */
    public boolean append(Store store, List<BackupManifest> backups, TaskSteps steps) {
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
            if (!ContentLines.digest(schema).equals(base.schemaSha256()) || reached + 1 < info.oldestSeq()) {
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

    private void append(Snapshot snapshot, BackupManifest base, long from, TaskSteps steps) throws IOException {
        long reached = from;
        while (reached < snapshot.seq()) {
            List<Change> changes = snapshot.changes(reached, LogSegment.CHANGES_MAX);
            long last = changes.get(changes.size() - 1).seq();
            Map<OperationKey, WriteResult> operations = new HashMap<>();
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
        return Sha256.of(RecordLines.change(archived.get(archived.size() - 1)));
    }

    // Two copies of one data directory have the same names and numbers, but different changes.
    private void requireSameHistory(long reached, String lastChange, Snapshot snapshot) {
        boolean same = snapshot.change(reached)
                .filter(stored -> Sha256.of(RecordLines.change(stored)).equals(lastChange))
                .isPresent();
        if (!same) {
            throw otherHistory(reached, snapshot.seq());
        }
    }

    private LynchetException otherHistory(long archived, long head) {
        return new LynchetException(
                ErrorCode.CONFLICT,
                "The archived log at " + place.location() + " ends at seq " + archived
                        + " and is not the log of this store, which is at seq " + head
                        + ". Two copies of the data may be in use; choose another location for this one.");
    }
}
