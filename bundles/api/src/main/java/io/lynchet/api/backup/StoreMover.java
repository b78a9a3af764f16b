// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that moves everything from one store to another while the app goes on, for operators only. Its tasks are
 * among those of {@link Backups}, one at a time. Thread-safe.
 */
@ProviderType
public interface StoreMover {
    /**
     * Begins a move. The task copies everything, follows the log and compares both stores. Then calls wait for a moment
     * while the new store takes over at the same seq and epoch. It has the same log, so cursors stay valid.
     *
     * <p>A failure or a crash before the takeover leaves the old store serving. A crash during it leaves one of the two
     * serving; both hold the same data then.
     *
     * <p>Where writes are faster than the new store, they wait now and then, at most 300 milliseconds at a time. The
     * report names the new store, or fails:
     *
     * <ul>
     *   <li>{@code CONFLICT} when {@code from} does not serve, when tables change meanwhile, when the copy differs, or
     *       when the task was cancelled;
     *   <li>{@code CONFLICT} when {@code to} is neither empty nor an earlier state of the same data that the log still
     *       reaches;
     *   <li>{@code NOT_FOUND} when there is no such store;
     *   <li>{@code OVERLOADED} when the new store stays slower than the writes.
     * </ul>
     *
     * @param from the provider of the store that serves, such as {@code sqlite}
     * @param to the provider of the store that will serve
     */
    BackupTask move(String from, String to);
}
