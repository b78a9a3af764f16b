// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.backup.BackupPlace;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import io.lynchet.json.SchemaCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The content of a backup, for a store to load. Each section is compared with its digest again while it is read. */
final class BackupReader implements StoreSource {
    private final BackupPlace place;
    private final BackupManifest backup;
    private final Steps steps;

    BackupReader(BackupPlace place, BackupManifest backup, Steps steps) {
        this.place = place;
        this.backup = backup;
        this.steps = steps;
    }

    /** Compares size and digest of each section's object, without looking into it; {@code BACKUP_DAMAGED} names the first that differs. */
    void check() {
        for (Section section : backup.sections()) {
            String object = Repository.object(backup.name(), section);
            MessageDigest digest = Digests.begin();
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
            if (!Digests.hex(digest).equals(section.sha256())) {
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
        for (Section section : backup.sections()) {
            if (section.isRows()) {
                Entity entity = schema.entities().get(number++);
                lines(section, line -> {
                    RecordLines.StoredRow row = RecordLines.row(line, entity);
                    sink.row(row.row(), row.lastChange());
                });
            }
        }
        lines(required(Section.CHANGES), line -> sink.change(RecordLines.change(line, schema)));
        lines(required(Section.OPERATIONS), line -> {
            RecordLines.Operation operation = RecordLines.operation(line);
            sink.operation(operation.key(), operation.answer());
        });
        sink.end();
    }

    Schema schema() {
        Schema[] read = new Schema[1];
        lines(required(Section.SCHEMA), line -> read[0] = SchemaCodec.decode(new String(line, StandardCharsets.UTF_8)));
        return read[0];
    }

    private Section required(String name) {
        return backup.sections().stream()
                .filter(section -> section.name().equals(name))
                .findFirst()
                .orElseThrow(() -> BackupErrors.damaged(backup.name(), "it has no section " + name));
    }

    private void lines(Section section, Consumer<byte[]> each) {
        String object = Repository.object(backup.name(), section);
        MessageDigest digest = Digests.begin();
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
        if (!Digests.hex(digest).equals(section.contentSha256())) {
            throw BackupErrors.damaged(object, "its content is not what was written");
        }
    }
}
