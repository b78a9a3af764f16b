// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which backups stay: those that are young enough, the newest ones whatever their age, and, while none of these was tried and found good, the newest
 * that was. With a backup goes the log that only it needs.
 *
 * @param age of backups that stay
 * @param newest so many stay in any case, 1 or more
 */
record Retention(Duration age, int newest) {
    /** Removes what need not stay; gives the names of the backups that are gone. */
    List<String> apply(Repository repository, Instant now) throws IOException {
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

    private static boolean isProven(Repository repository, BackupManifest backup) {
        return repository.verified(backup).map(verified -> verified.good()).orElse(false);
    }

    private static void keepOneThatIsProven(
            Repository repository, List<BackupManifest> backups, List<BackupManifest> kept) {
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

    private static void removeLog(Repository repository, BackupManifest oldest) throws IOException {
        for (LogSegment segment : new LogArchive(repository.place()).segments()) {
            boolean earlier = segment.epoch() < oldest.epoch();
            if (earlier || (segment.epoch() == oldest.epoch() && segment.last() <= oldest.seq())) {
                repository.place().delete(segment.object());
            }
        }
    }
}
