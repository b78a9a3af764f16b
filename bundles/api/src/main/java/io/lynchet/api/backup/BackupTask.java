// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** A backup task that runs in the background. Thread-safe. */
@ProviderType
public interface BackupTask {
    /** Returns the id, unique in this process, from 1. */
    long id();

    BackupKind kind();

    /** Returns the location of the backup; for a move, the store that will serve. */
    String location();

    Instant began();

    /** Returns the progress; cheap. */
    BackupProgress progress();

    /**
     * Returns the outcome. The stage completes on the thread of the tasks, on which dependents must not block. It fails
     * with a {@link io.lynchet.api.LynchetException}:
     *
     * <ul>
     *   <li>{@code BACKUP_DAMAGED} when the backup differs from what was written,
     *   <li>{@code BACKUP_FAILED} when the location fails or has no room,
     *   <li>{@code CONFLICT} when the task was cancelled, or the backup does not fit the existing data,
     *   <li>errors of the store, and {@code INTERNAL} when the task broke.
     * </ul>
     */
    CompletionStage<BackupReport> report();

    /** Requests the end of the task; it leaves nothing unfinished behind. */
    void cancel();
}
