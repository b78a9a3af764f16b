// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.StoreFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries a backup: all of it is restored into a folder that is removed afterwards, and each section compared with what was written. Then the log is
 * taken in as far as it goes on, and compared with each later backup on the way.
 */
final class Verification {
    private final Repository repository;
    private final StoreFactory factory;
    private final Path scratch;
    private final Clock clock;
    private final Steps steps;
    private final List<String> problems = new ArrayList<>();

    /** @param scratch where the folder is made */
    Verification(Repository repository, StoreFactory factory, Path scratch, Clock clock, Steps steps) {
        this.repository = repository;
        this.factory = factory;
        this.scratch = scratch;
        this.clock = clock;
        this.steps = steps;
    }

    BackupReport run(Optional<String> name) {
        BackupManifest backup = repository.require(name);
        try {
            attempt(backup);
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.BACKUP_DAMAGED && e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            // Whoever cancels learns nothing about the backup.
            steps.requireWanted();
            problems.add(e.getMessage());
        }
        repository.verified(backup, clock.instant(), problems);
        steps.step("done", 0);
        return new BackupReport(backup.name(), backup.epoch(), backup.seq(), backup.rows(), backup.bytes(), problems);
    }

    private void attempt(BackupManifest backup) {
        steps.step("checking", backup.records());
        new BackupReader(repository.place(), backup, steps).check();
        try {
            // One at a time: what is there was left by a process that was killed, and is as large as the data.
            Path folder = scratch.resolve("verify");
            Folders.remove(folder);
            Folders.make(folder);
            try (OwnedStore store = factory.open(folder)) {
                restore(backup, store);
            } finally {
                Folders.remove(folder);
            }
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, "the backup can't be tried in " + scratch + ": " + e, e);
        }
    }

    private void restore(BackupManifest backup, OwnedStore store) {
        steps.step("restoring", backup.records());
        store.load(new BackupReader(repository.place(), backup, steps));
        compare(backup, store, true);
        List<LogSegment> path = LogArchive.path(backup, new LogArchive(repository.place()).segments(), Long.MAX_VALUE);
        long end = LogArchive.end(backup, path);
        RollForward roll = new RollForward(repository, backup, store);
        for (BackupManifest later : repository.backups()) {
            if (later.epoch() == backup.epoch() && later.seq() > backup.seq() && later.seq() <= end) {
                steps.step("going on by the log", later.seq() - store.info().headSeq());
                roll.to(path, later.seq(), Optional.empty(), steps);
                compare(later, store, false);
            }
        }
        steps.step("going on by the log", end - store.info().headSeq());
        roll.to(path, end, Optional.empty(), steps);
        steps.step("looking at every page", 0);
        problems.addAll(store.damages());
    }

    /** @param whole whether log and answers are compared, too; a later backup may have forgotten some of them */
    private void compare(BackupManifest backup, OwnedStore store, boolean whole) {
        steps.step("comparing with " + backup.name(), backup.records());
        ContentHash restored = ContentHash.of(store, steps);
        if (restored.info().headSeq() != backup.seq()) {
            problems.add("it is at seq " + restored.info().headSeq() + ", not " + backup.seq());
        }
        Map<String, String> found = restored.sections();
        for (Section section : backup.sections()) {
            if ((whole || section.isRows()) && !section.contentSha256().equals(found.get(section.name()))) {
                problems.add(section.name() + " is not what backup " + backup.name() + " has");
            }
        }
    }
}
