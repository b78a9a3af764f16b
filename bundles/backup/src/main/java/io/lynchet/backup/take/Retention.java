// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.take;

import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.log.LogArchive;
import io.lynchet.backup.log.LogSegment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule for backups that stay: young ones, and the newest ones whatever their age. When none of these is verified as
 * good, the newest verified one stays, too. The log that only a removed backup needs goes with it.
 *
 * @param age the age up to which backups stay
 * @param newest the number of newest backups that stay in any case, 1 or more
 */
public record Retention(Duration age, int newest) {
    /** Removes the other backups and returns their names. */
    public List<String> apply(BackupRepository repository, Instant now) throws IOException {
        List<BackupManifest> backups = repository.backups();
        List<BackupManifest> kept = new ArrayList<>();
        for (int i = 0; i < backups.size(); i++) {
            BackupManifest backup = backups.get(i);
            boolean young = backup.at().isAfter(now.minus(age));
            if (young || i >= backups.size() - newest) {
                kept.add(backup);
            }
        }
        keepOneThatIsProven(repository, backups, kept);
        List<String> removed = new ArrayList<>();
        for (BackupManifest backup : backups) {
            if (!kept.contains(backup)) {
                repository.delete(backup);
                removed.add(backup.name());
            }
        }
        if (!kept.isEmpty()) {
            removeLog(repository, kept.get(0));
        }
        return removed;
    }

    private static boolean isProven(BackupRepository repository, BackupManifest backup) {
        return repository.verified(backup).map(verified -> verified.good()).orElse(false);
    }

    private static void keepOneThatIsProven(
            BackupRepository repository, List<BackupManifest> backups, List<BackupManifest> kept) {
        if (kept.stream().anyMatch(backup -> isProven(repository, backup))) {
            return;
        }
        for (int i = backups.size() - 1; i >= 0; i--) {
            BackupManifest backup = backups.get(i);
            if (!kept.contains(backup) && isProven(repository, backup)) {
                kept.add(0, backup);
                return;
            }
        }
    }

    private static void removeLog(BackupRepository repository, BackupManifest oldest) throws IOException {
        for (LogSegment segment : new LogArchive(repository.place()).segments()) {
            boolean earlier = segment.epoch() < oldest.epoch();
            if (earlier || (segment.epoch() == oldest.epoch() && segment.last() <= oldest.seq())) {
                repository.place().delete(segment.object());
            }
        }
    }
}
