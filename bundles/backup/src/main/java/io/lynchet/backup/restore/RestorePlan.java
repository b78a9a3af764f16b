// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.restore;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupReader;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.TaskSteps;
import io.lynchet.backup.log.LogArchive;
import io.lynchet.backup.log.LogSegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The plan of a restore.
 *
 * @param base the backup to begin with
 * @param path the segments to go on with
 * @param seq the seq to stop at, {@link Long#MAX_VALUE} for the end
 * @param instant the instant to stop at, empty for none
 * @param newestEpoch the newest epoch at the location
 * @param newestSeq the highest seq at the location
 */
record RestorePlan(
        BackupManifest base,
        List<LogSegment> path,
        long seq,
        Optional<Instant> instant,
        long newestEpoch,
        long newestSeq) {

    static RestorePlan of(BackupRepository repository, RestoreOrder order) {
        List<BackupManifest> backups = repository.requireBackups();
        List<LogSegment> segments = new LogArchive(repository.place()).segments();
        long epoch = 0;
        long seq = 0;
        for (BackupManifest backup : backups) {
            epoch = Math.max(epoch, backup.epoch());
            seq = Math.max(seq, backup.seq());
        }
        for (LogSegment segment : segments) {
            epoch = Math.max(epoch, segment.epoch());
            seq = Math.max(seq, segment.last());
        }
        BackupManifest base = base(repository, backups, order);
        long stop = order.seq().orElse(Long.MAX_VALUE);
        boolean asItIs = order.name().isPresent()
                && order.seq().isEmpty()
                && order.instant().isEmpty();
        List<LogSegment> path = asItIs ? List.of() : LogArchive.path(base, segments, stop);
        if (order.seq().isPresent() && LogArchive.end(base, path) < stop) {
            throw noWay(backups, base, LogArchive.end(base, path), stop);
        }
        return new RestorePlan(base, path, stop, order.instant(), epoch, seq);
    }

    private static BackupManifest base(BackupRepository repository, List<BackupManifest> backups, RestoreOrder order) {
        if (order.name().isPresent()) {
            BackupManifest named = repository.require(order.name());
            if (!isBefore(named, order)) {
                throw tooEarly(named);
            }
            return named;
        }
        BackupManifest newest = null;
        for (BackupManifest backup : backups) {
            newest = isBefore(backup, order) ? backup : newest;
        }
        if (newest == null) {
            throw tooEarly(backups.get(0));
        }
        return newest;
    }

    private static boolean isBefore(BackupManifest backup, RestoreOrder order) {
        return backup.seq() <= order.seq().orElse(Long.MAX_VALUE)
                && !order.instant().map(backup.at()::isAfter).orElse(false);
    }

    private static LynchetException tooEarly(BackupManifest first) {
        return new LynchetException(
                ErrorCode.NOT_FOUND,
                "The position lies before backup " + first.name() + ", which is at seq " + first.seq()
                        + " and was taken at " + first.at() + ".");
    }

    private static LynchetException noWay(List<BackupManifest> backups, BackupManifest base, long end, long wanted) {
        String next = backups.stream()
                .filter(backup -> backup.seq() > wanted)
                .findFirst()
                .map(backup -> "; the next backup is " + backup.name() + " at seq " + backup.seq())
                .orElse("");
        return new LynchetException(
                ErrorCode.NOT_FOUND,
                "The archived log does not reach seq " + wanted + ": from backup " + base.name() + " it goes to seq "
                        + end + next + ".");
    }

    /** Compares everything that will be read with its digest. Fails with {@code BACKUP_DAMAGED}. */
    void check(BackupRepository repository, TaskSteps steps) {
        steps.step("checking", base.records() + path.size());
        new BackupReader(repository.place(), base, steps).check();
        for (LogSegment segment : path) {
            segment.check(repository.place());
            steps.one();
        }
    }
}
