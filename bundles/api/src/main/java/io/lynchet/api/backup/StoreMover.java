// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import org.osgi.annotation.versioning.ProviderType;

/** Moves everything from one store to another while the app goes on; for operators only. Its tasks are among those of {@link Backups}, one at a time. Thread-safe. */
@ProviderType
public interface StoreMover {
    /**
     * Begins to move. Everything is copied, the log is followed, both are compared, and then calls wait for a moment while the new store takes over at the same seq,
     * epoch and with the same log, so that cursors stay valid. Whatever goes wrong before that moment, be it a crash, leaves the old store in charge;
     * a crash in it leaves the one or the other, which hold the same then.
     *
     * <p>The report names the new store. It fails with {@code CONFLICT} when {@code from} does not serve, when {@code to} holds anything else than nothing or an
     * earlier state of the same data that the log still reaches, when tables change meanwhile, when
     * the copy is not the same, and when it was cancelled; with {@code NOT_FOUND} when there is no such store. Where writers are faster than the new store they wait
     * now and then, at most 300 milliseconds at a time; if that does not help, it fails with {@code OVERLOADED}.
     *
     * @param from provider of the store that serves, such as {@code sqlite}
     * @param to provider of the store that is to serve
     */
    BackupTask move(String from, String to);
}
