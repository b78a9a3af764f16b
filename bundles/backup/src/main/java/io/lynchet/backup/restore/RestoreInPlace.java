// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.restore;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.ContentLines;
import io.lynchet.backup.format.TaskSteps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A restore into a folder while the app goes on, after which the restored store replaces the serving one. */
public final class RestoreInPlace {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreInPlace.class);

    private final BackupRepository repository;
    private final StoreFactory factory;
    private final ServingStore stores;
    private final Clock clock;
    private final TaskSteps steps;

    public RestoreInPlace(
            BackupRepository repository, StoreFactory factory, ServingStore stores, Clock clock, TaskSteps steps) {
        this.repository = repository;
        this.factory = factory;
        this.stores = stores;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Runs the restore.
     *
     * @param folder on the disk of the data directory; remains of a crash in it are removed
     */
    public BackupReport run(RestoreOrder order, Path folder) {
        requireSame(RestorePlan.of(repository, order).base());
        RestoreOrder apart =
                new RestoreOrder(order.location(), order.name(), Optional.of(folder), order.seq(), order.instant());
        try {
            DataFolders.remove(folder);
            BackupReport report = new Restore(repository, factory, apart, clock, steps)
                    .above(() -> stores.call(Store::info))
                    .run();
            steps.step("switching", 0);
            Path kept = factory.exchange(folder);
            LOG.warn("Backup {} serves from now on. The previous data is in {}.", report.backup(), kept);
            DataFolders.remove(folder);
            return report;
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, folder + " can't be emptied: " + e, e);
        }
    }

    /** Checks that the serving manifest fits the backup, or the app could not serve afterwards. */
    private void requireSame(BackupManifest base) {
        String storeId = stores.call(Store::info).storeId();
        Schema schema = stores.call(Store::installed).orElse(Schema.EMPTY);
        if (!base.storeId().equals(storeId)) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "Backup " + base.name() + " is of the store " + base.storeId() + ", and " + storeId
                            + " serves. Restore it into a folder of its own with --to.");
        }
        if (!base.schemaSha256().equals(ContentLines.digest(schema))) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "Backup " + base.name()
                            + " has other tables than the manifest that serves. Restore it into a folder of its own"
                            + " with --to, and start that folder with the manifest of that time.");
        }
    }
}
