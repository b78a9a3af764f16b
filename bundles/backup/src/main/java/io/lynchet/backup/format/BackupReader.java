// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import io.lynchet.json.row.SchemaCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The content of a backup, for a store to load. Each section is compared with its digest again while it is read. */
public final class BackupReader implements StoreSource {
    private final BlobLocation place;
    private final BackupManifest backup;
    private final TaskSteps steps;

    public BackupReader(BlobLocation place, BackupManifest backup, TaskSteps steps) {
        this.place = place;
        this.backup = backup;
        this.steps = steps;
    }

    /**
     * Compares size and digest of each section's object, without decoding it. Fails with {@code BACKUP_DAMAGED}, which
     * names the first that differs.
     */
    public void check() {
        for (BackupSection section : backup.sections()) {
            String object = BackupRepository.object(backup.name(), section);
            MessageDigest digest = Sha256.begin();
            long bytes = 0;
            byte[] buffer = new byte[64 * 1024];
            try (InputStream in = place.read(object)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                    bytes += read;
                }
            } catch (NoSuchFileException e) {
                throw BackupErrors.damaged(object, "it is missing", e);
            } catch (IOException e) {
                throw BackupErrors.failed(place.location(), e);
            }
            if (bytes != section.bytes()) {
                throw BackupErrors.damaged(object, "it has " + bytes + " bytes, not " + section.bytes());
            }
            if (!Sha256.hex(digest).equals(section.sha256())) {
                throw BackupErrors.damaged(object, "its checksum is wrong");
            }
            steps.add(section.records());
        }
    }

    @Override
    public void feed(StoreSink sink) {
        Schema schema = schema();
        sink.begin(
                new StoreInfo(
                        backup.provider(),
                        backup.storeId(),
                        backup.epoch(),
                        backup.seq(),
                        backup.oldestSeq(),
                        Set.of(),
                        Map.of()),
                schema);
        int number = 0;
        for (BackupSection section : backup.sections()) {
            if (section.isRows()) {
                Entity entity = schema.entities().get(number++);
                lines(section, line -> {
                    RecordLines.StoredRow row = RecordLines.row(line, entity);
                    sink.row(row.row(), row.lastChange());
                });
            }
        }
        lines(required(BackupSection.CHANGES), line -> sink.change(RecordLines.change(line, schema)));
        lines(required(BackupSection.OPERATIONS), line -> {
            RecordLines.Operation operation = RecordLines.operation(line);
            sink.operation(operation.key(), operation.answer());
        });
        sink.end();
    }

    Schema schema() {
        Schema[] read = new Schema[1];
        lines(
                required(BackupSection.SCHEMA),
                line -> read[0] = SchemaCodec.decode(new String(line, StandardCharsets.UTF_8)));
        return read[0];
    }

    private BackupSection required(String name) {
        return backup.sections().stream()
                .filter(section -> section.name().equals(name))
                .findFirst()
                .orElseThrow(() -> BackupErrors.damaged(backup.name(), "it has no section " + name));
    }

    private void lines(BackupSection section, Consumer<byte[]> each) {
        String object = BackupRepository.object(backup.name(), section);
        MessageDigest digest = Sha256.begin();
        try (LineReader reader = new LineReader(object, place.read(object))) {
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                digest.update(line);
                digest.update((byte) '\n');
                each.accept(line);
                steps.one();
            }
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
        if (!Sha256.hex(digest).equals(section.contentSha256())) {
            throw BackupErrors.damaged(object, "its content differs from what was written");
        }
    }
}
