// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.take;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.backup.format.BackupErrors;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.BackupWriter;
import io.lynchet.backup.format.ContentLines;
import io.lynchet.backup.format.ContentSize;
import io.lynchet.backup.format.TaskSteps;
import io.lynchet.backup.log.LogArchive;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The taking of a backup. It first archives the log up to now, then writes the content of one consistent view, while
 * writers go on.
 */
public final class TakeBackup {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The estimate without an earlier backup: rows as JSON seldom compress to less than this part of the store. */
    private static final int COMPRESSED_PART = 4;

    private final BackupRepository repository;
    private final Store store;
    private final Clock clock;
    private final TaskSteps steps;

    public TakeBackup(BackupRepository repository, Store store, Clock clock, TaskSteps steps) {
        this.repository = repository;
        this.store = store;
        this.clock = clock;
        this.steps = steps;
    }

    public BackupReport run() {
        BlobLocation place = repository.place();
        StoreInfo info = store.info();
        List<BackupManifest> earlier = repository.backups();
        repository.requireOf(info.storeId(), earlier);
        try {
            removeUnfinished(earlier);
            new LogArchive(place).append(store, earlier, steps);
            long records = ContentSize.records(store);
            requireRoom(info, earlier, records);
            String name = unusedName(clock.instant(), earlier);
            steps.step("backing up", records);
            BackupManifest manifest = write(name, info);
            steps.step("done", 0);
            return new BackupReport(
                    name, manifest.epoch(), manifest.seq(), manifest.rows(), manifest.bytes(), List.of());
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    private static String unusedName(Instant at, List<BackupManifest> earlier) {
        Set<String> used = earlier.stream().map(BackupManifest::name).collect(Collectors.toSet());
        String name = NAME.format(at);
        for (int i = 2; used.contains(name); i++) {
            name = NAME.format(at) + "-" + i;
        }
        return name;
    }

    private void requireRoom(StoreInfo info, List<BackupManifest> earlier, long records) throws IOException {
        OptionalLong free = repository.place().freeBytes();
        long needed = storeBytes(info) / COMPRESSED_PART;
        if (!earlier.isEmpty()) {
            BackupManifest last = earlier.get(earlier.size() - 1);
            needed = last.bytes() * (records + 1) / (last.records() + 1);
        }
        if (free.isPresent() && free.getAsLong() < needed) {
            throw new LynchetException(
                    ErrorCode.BACKUP_FAILED,
                    repository.place().location() + " has room for " + free.getAsLong() + " bytes, and about " + needed
                            + " are needed. Remove old backups, or choose another location.");
        }
    }

    private static long storeBytes(StoreInfo info) {
        String bytes = info.details().get("bytes");
        return bytes == null ? 0 : Long.parseLong(bytes);
    }

    private BackupManifest write(String name, StoreInfo before) throws IOException {
        BlobLocation place = repository.place();
        try (BackupWriter writer = new BackupWriter(place, name)) {
            ContentLines lines = new ContentLines(writer, new ReadThrottle(store, steps), clock);
            store.copyTo(lines);
            StoreInfo info = lines.info();
            BackupManifest manifest = new BackupManifest(
                    name,
                    info.storeId(),
                    info.epoch(),
                    info.headSeq(),
                    info.oldestSeq(),
                    lines.at(),
                    info.provider(),
                    storeBytes(before),
                    lines.schemaSha256(),
                    lines.lastChangeSha256(),
                    writer.sections());
            repository.put(BackupRepository.BACKUPS + name + "/" + BackupManifest.OBJECT, manifest.encode());
            return manifest;
        } catch (IOException | RuntimeException e) {
            removeQuietly(name, e);
            throw e;
        }
    }

    private void removeQuietly(String name, Exception cause) {
        try {
            remove(name);
        } catch (IOException e) {
            // The next backup removes the remains.
            cause.addSuppressed(e);
        }
    }

    private void remove(String name) throws IOException {
        for (StoredObject object : repository.place().list(BackupRepository.BACKUPS + name + "/")) {
            repository.place().delete(object.name());
        }
    }

    /** Removes the remains of unfinished backups after a crash. */
    private void removeUnfinished(List<BackupManifest> whole) throws IOException {
        repository.place().removeUnfinished();
        Set<String> names = whole.stream().map(BackupManifest::name).collect(Collectors.toSet());
        for (StoredObject object : repository.place().list(BackupRepository.BACKUPS)) {
            String name =
                    object.name().substring(BackupRepository.BACKUPS.length()).split("/", 2)[0];
            if (!names.contains(name)) {
                repository.place().delete(object.name());
            }
        }
    }
}
