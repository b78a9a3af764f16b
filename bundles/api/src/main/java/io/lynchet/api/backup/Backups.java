// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that takes, verifies and restores backups, for operators only. Tasks run on a thread of their own, one at
 * a time: while one runs, another is refused with {@code CONFLICT}. Locations are those of {@link BackupTarget#open}; a
 * location without its target fails with {@code UNAVAILABLE}. Thread-safe.
 */
@ProviderType
public interface Backups {
    /**
     * Begins a backup.
     *
     * @param data the folder whose store is backed up, while no process uses it; empty for the store that serves
     */
    BackupTask backup(String location, Optional<Path> data);

    /**
     * Begins to verify a backup. The task restores it into a temporary folder and compares. The outcome is stored
     * beside the backup.
     *
     * @param name one of {@link #list}; empty for the newest
     */
    BackupTask verify(String location, Optional<String> name);

    /**
     * Begins a restore. Everything is checked before anything is created.
     *
     * <p>Only a backup of the same data with the same tables can replace the store that serves. Others fail with
     * {@code CONFLICT}, and a store that can't be replaced fails with {@code UNSUPPORTED}. Callers wait for a moment,
     * and clients start over.
     */
    BackupTask restore(RestoreOrder order);

    /**
     * Returns the backups at a location, oldest first. Blocks. Fails with {@code BACKUP_DAMAGED} when the location
     * holds something else, and with {@code BACKUP_FAILED}.
     */
    List<BackupSummary> list(String location);

    /** Returns the tasks of this process, newest first: the running one and the last ended ones, at most 20. */
    List<BackupTask> tasks();
}
