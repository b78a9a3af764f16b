// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Work on a backup that goes on by itself. Thread-safe. */
@ProviderType
public interface BackupTask {
    /** Unique in this process, from 1. */
    long id();

    BackupKind kind();

    /** Where the backup is; for a move the store that is to serve. */
    String location();

    Instant began();

    /** How far it is; cheap. */
    BackupProgress progress();

    /**
     * How it ended. Fails with a {@link io.lynchet.api.LynchetException}: {@code BACKUP_DAMAGED} when the backup is not what was written,
     * {@code BACKUP_FAILED} when the place did not do its work or has no room, {@code CONFLICT} when it was cancelled or does not fit to what is there, errors of
     * the store.
     */
    CompletionStage<BackupReport> report();

    /** Asks it to end; it leaves nothing half done behind. */
    void cancel();
}
