// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.restore;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupReader;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.BackupSection;
import io.lynchet.backup.format.ContentHash;
import io.lynchet.backup.format.TaskSteps;
import io.lynchet.backup.log.LogArchive;
import io.lynchet.backup.log.LogSegment;
import io.lynchet.backup.log.RollForward;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The verification of a backup. It restores all of it into a folder that is removed afterwards, and compares each
 * section with what was written. Then it replays the archived log and compares each later backup on the way.
 */
public final class BackupVerification {
    private final BackupRepository repository;
    private final StoreFactory factory;
    private final Path scratch;
    private final Clock clock;
    private final TaskSteps steps;
    private final List<String> problems = new ArrayList<>();

    /** @param scratch where the folder is created */
    public BackupVerification(
            BackupRepository repository, StoreFactory factory, Path scratch, Clock clock, TaskSteps steps) {
        this.repository = repository;
        this.factory = factory;
        this.scratch = scratch;
        this.clock = clock;
        this.steps = steps;
    }

    public BackupReport run(Optional<String> name) {
        BackupManifest backup = repository.require(name);
        try {
            attempt(backup);
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.BACKUP_DAMAGED && e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            // A cancelled verification says nothing about the backup.
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
            // One verification runs at a time. An existing folder is the remains of a killed process, and as large as
            // the data.
            Path folder = scratch.resolve("verify");
            DataFolders.remove(folder);
            DataFolders.make(folder);
            try (OwnedStore store = factory.open(folder)) {
                restore(backup, store);
            } finally {
                DataFolders.remove(folder);
            }
        } catch (IOException e) {
            throw new LynchetException(
                    ErrorCode.STORE_FAILED, "the backup can't be verified in " + scratch + ": " + e, e);
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
                steps.step("replaying the log", later.seq() - store.info().headSeq());
                roll.to(path, later.seq(), Optional.empty(), steps);
                compare(later, store, false);
            }
        }
        steps.step("replaying the log", end - store.info().headSeq());
        roll.to(path, end, Optional.empty(), steps);
        steps.step("checking every page", 0);
        problems.addAll(store.damages());
    }

    /** @param whole whether log and results are compared, too; a later backup may lack some of them */
    private void compare(BackupManifest backup, OwnedStore store, boolean whole) {
        steps.step("comparing with " + backup.name(), backup.records());
        ContentHash restored = ContentHash.of(store, steps);
        if (restored.info().headSeq() != backup.seq()) {
            problems.add("it is at seq " + restored.info().headSeq() + ", not " + backup.seq());
        }
        Map<String, String> found = restored.sections();
        for (BackupSection section : backup.sections()) {
            if ((whole || section.isRows()) && !section.contentSha256().equals(found.get(section.name()))) {
                problems.add(section.name() + " differs from backup " + backup.name());
            }
        }
    }
}
