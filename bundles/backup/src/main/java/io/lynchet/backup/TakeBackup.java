// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupPlace;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.StoredObject;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes a backup: first the log is brought up to now, then everything is written as one consistent view shows it, while writers go on. */
final class TakeBackup {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Without an earlier backup to go by: rows as JSON are seldom compressed to less than this part of the store. */
    private static final int COMPRESSED_PART = 4;

    private final Repository repository;
    private final Store store;
    private final Clock clock;
    private final Steps steps;

    TakeBackup(Repository repository, Store store, Clock clock, Steps steps) {
        this.repository = repository;
        this.store = store;
        this.clock = clock;
        this.steps = steps;
    }

    BackupReport run() {
        BackupPlace place = repository.place();
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
                            + " are needed. Remove old backups, or choose another place.");
        }
    }

    private static long storeBytes(StoreInfo info) {
        String bytes = info.details().get("bytes");
        return bytes == null ? 0 : Long.parseLong(bytes);
    }

    private BackupManifest write(String name, StoreInfo before) throws IOException {
        BackupPlace place = repository.place();
        try (BackupWriter writer = new BackupWriter(place, name)) {
            ContentLines lines = new ContentLines(writer, new Courtesy(store, steps), clock);
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
            repository.put(Repository.BACKUPS + name + "/" + BackupManifest.OBJECT, manifest.encode());
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
            // The next backup removes what is left.
            cause.addSuppressed(e);
        }
    }

    private void remove(String name) throws IOException {
        for (StoredObject object : repository.place().list(Repository.BACKUPS + name + "/")) {
            repository.place().delete(object.name());
        }
    }

    /** What a crash has left of backups that never were whole. */
    private void removeUnfinished(List<BackupManifest> whole) throws IOException {
        repository.place().removeUnfinished();
        Set<String> names = whole.stream().map(BackupManifest::name).collect(Collectors.toSet());
        for (StoredObject object : repository.place().list(Repository.BACKUPS)) {
            String name = object.name().substring(Repository.BACKUPS.length()).split("/", 2)[0];
            if (!names.contains(name)) {
                repository.place().delete(object.name());
            }
        }
    }
}
