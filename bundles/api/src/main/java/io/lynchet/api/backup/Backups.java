// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes backups, tries and restores them; for operators only. Work is done on a thread of its own, one task at a time: while one runs, another is
 * refused with {@code CONFLICT}. Locations are those of {@link BackupTarget#open}; one whose target is not there is {@code UNAVAILABLE}. Thread-safe.
 */
@ProviderType
public interface Backups {
    /**
     * Begins a backup.
     *
     * @param data folder whose store is backed up, which no process may be running on; empty for the store that serves
     */
    BackupTask backup(String location, Optional<Path> data);

    /**
     * Begins to try a backup: it is restored into a folder that is removed afterwards, and compared. How it went is written down beside it.
     *
     * @param name one of {@link #list}; empty for the newest
     */
    BackupTask verify(String location, Optional<String> name);

    /**
     * Begins to restore. Everything is checked before anything is made. In the place of the store that serves, only a backup of the same data with the
     * same tables is restored: {@code CONFLICT} for others, {@code UNSUPPORTED} when the store that serves can't be replaced. Callers wait for a moment, and clients start
     * over.
     */
    BackupTask restore(RestoreOrder order);

    /** The backups at a location, oldest first. Blocks. {@code BACKUP_DAMAGED} when something else is there, {@code BACKUP_FAILED}. */
    List<BackupSummary> list(String location);

    /** The tasks of this process, newest first: the one that runs, and the last ones that have ended, at most 20. */
    List<BackupTask> tasks();
}
