// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.restore;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.backup.format.BackupErrors;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupReader;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.TaskSteps;
import io.lynchet.backup.log.LogArchive;
import io.lynchet.backup.log.RollForward;
import io.lynchet.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A restore into a folder of another name beside the wanted one, renamed when everything is well. A crash leaves the
 * wanted folder unchanged; the next restore removes the remains.
 */
public final class Restore {
    /** The file beside the database that names its source. */
    public static final String RECORD = "restored.json";

    /** More seqs than can be written until the new file is checked and serves. */
    private static final long SEQS_MEANWHILE = 10_000_000;

    private final BackupRepository repository;
    private final StoreFactory factory;
    private final RestoreOrder order;
    private final Clock clock;
    private final TaskSteps steps;
    private Supplier<Optional<StoreInfo>> served = Optional::empty;
    private long reached;

    public Restore(
            BackupRepository repository, StoreFactory factory, RestoreOrder order, Clock clock, TaskSteps steps) {
        this.repository = repository;
        this.factory = factory;
        this.order = order;
        this.clock = clock;
        this.steps = steps;
    }

    /** Makes the new epoch lie above that of a serving store, and leaves seqs for writes until it is replaced. */
    Restore above(Supplier<StoreInfo> store) {
        served = () -> Optional.of(store.get());
        return this;
    }

    public BackupReport run() {
        Path to = order.to().orElseThrow().toAbsolutePath().normalize();
        try {
            requireEmpty(to);
            RestorePlan plan = RestorePlan.of(repository, order);
            plan.check(repository, steps);
            requireRoom(to, plan.base());
            Path unfinished = to.resolveSibling("." + to.getFileName() + ".restoring");
            DataFolders.remove(unfinished);
            DataFolders.make(unfinished);
            try {
                StoreInfo restored = fill(unfinished, plan);
                record(unfinished, plan, restored);
                Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
                DataFolders.sync(to.getParent());
                steps.step("done", 0);
                return new BackupReport(
                        plan.base().name(),
                        restored.epoch(),
                        restored.headSeq(),
                        plan.base().rows(),
                        plan.base().bytes(),
                        List.of(),
                        OptionalLong.of(reached));
            } catch (IOException | RuntimeException e) {
                removeQuietly(unfinished, e);
                throw e;
            }
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, to + " can't be restored: " + e, e);
        }
    }

    private static void requireEmpty(Path to) throws IOException {
        if (!DataFolders.isEmptyOrAbsent(to)) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    to
                            + " exists and is not empty. Restore into a new folder and check it. Then start the app"
                            + " on it, or move it to where the old folder is.");
        }
    }

    private static void requireRoom(Path to, BackupManifest base) throws IOException {
        Path there = to.getParent();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        long needed = Math.max(base.storeBytes(), base.contentBytes());
        long free = there == null ? Long.MAX_VALUE : Files.getFileStore(there).getUsableSpace();
        if (free < needed) {
            throw new LynchetException(
                    ErrorCode.STORE_FULL,
                    "There are " + free + " bytes free for " + to + ", and about " + needed + " are needed.");
        }
    }

    private StoreInfo fill(Path folder, RestorePlan plan) {
        try (OwnedStore store = factory.open(folder)) {
            steps.step("restoring", plan.base().records());
            store.load(new BackupReader(repository.place(), plan.base(), steps));
            steps.step(
                    "replaying the log",
                    LogArchive.end(plan.base(), plan.path()) - plan.base().seq());
            new RollForward(repository, plan.base(), store).to(plan.path(), plan.seq(), plan.instant(), steps);
            reached = store.info().headSeq();
            beginEpoch(store, plan);
            steps.step("checking every page", 0);
            List<String> damages = store.damages();
            if (!damages.isEmpty()) {
                throw BackupErrors.damaged(plan.base().name(), String.join("; ", damages));
            }
            return store.info();
        }
    }

    private void beginEpoch(OwnedStore store, RestorePlan plan) {
        Optional<StoreInfo> now = served.get();
        long epoch = Math.max(plan.newestEpoch(), now.map(StoreInfo::epoch).orElse(0L));
        long seq = Math.max(
                plan.newestSeq(),
                now.map(info -> info.headSeq() + SEQS_MEANWHILE).orElse(0L));
        store.beginEpoch(epoch + 1, seq);
    }

    private void record(Path folder, RestorePlan plan, StoreInfo restored) throws IOException {
        JsonWriter to = new JsonWriter().beginObject().name("at").value(clock.instant());
        to.name("from")
                .value(repository.place().location())
                .name("backup")
                .value(plan.base().name());
        to.name("epoch").value(restored.epoch()).name("headSeq").value(restored.headSeq());
        Path file = folder.resolve(RECORD);
        Files.write(file, to.endObject().newLine().toBytes());
        DataFolders.sync(file);
        DataFolders.sync(folder);
    }

    private static void removeQuietly(Path unfinished, Exception cause) {
        try {
            DataFolders.remove(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
