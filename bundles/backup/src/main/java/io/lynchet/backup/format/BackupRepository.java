// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.blob.Upload;
import io.lynchet.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The backups of one app's data at one location, and the log between and after them. Failures of the location are
 * {@code BACKUP_FAILED}.
 */
public final class BackupRepository {
    public static final String BACKUPS = "backups/";

    private static final String VERIFIED = "verified.json";
    private static final int SMALL_BYTES_MAX = 4 << 20;

    private final BlobLocation place;

    public BackupRepository(BlobLocation place) {
        this.place = place;
    }

    public BlobLocation place() {
        return place;
    }

    static String object(String backup, BackupSection section) {
        return object(backup, section.name());
    }

    static String object(String backup, String section) {
        return BACKUPS + backup + "/" + section + BackupSection.ENDING;
    }

    /** Returns the whole backups, oldest first. Fails with {@code BACKUP_DAMAGED} when one can't be read. */
    public List<BackupManifest> backups() {
        try {
            List<BackupManifest> found = new ArrayList<>();
            for (StoredObject object : place.list(BACKUPS)) {
                if (object.name().endsWith("/" + BackupManifest.OBJECT)) {
                    found.add(manifest(object.name()));
                }
            }
            found.sort(Comparator.comparing(BackupManifest::epoch)
                    .thenComparing(BackupManifest::seq)
                    .thenComparing(BackupManifest::name));
            return found;
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    private BackupManifest manifest(String object) throws IOException {
        byte[] bytes = small(object);
        BackupManifest.requireVersion(object, bytes);
        BackupManifest manifest = BackupManifest.decode(object, bytes);
        if (!object.equals(BACKUPS + manifest.name() + "/" + BackupManifest.OBJECT)) {
            throw BackupErrors.damaged(object, "it holds the manifest of " + manifest.name());
        }
        return manifest;
    }

    /** Returns all backups. Fails with {@code NOT_FOUND} when there is none. */
    public List<BackupManifest> requireBackups() {
        List<BackupManifest> backups = backups();
        if (backups.isEmpty()) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "There is no backup at " + place.location() + ".");
        }
        return backups;
    }

    /** Returns the backup with that name, or the newest. Fails with {@code NOT_FOUND}. */
    public BackupManifest require(Optional<String> name) {
        List<BackupManifest> backups = requireBackups();
        if (name.isEmpty()) {
            return backups.get(backups.size() - 1);
        }
        return backups.stream()
                .filter(backup -> backup.name().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.NOT_FOUND, "There is no backup " + name.get() + " at " + place.location() + "."));
    }

    /** Fails with {@code CONFLICT} when the location has backups of other data. */
    public void requireOf(String storeId, List<BackupManifest> backups) {
        for (BackupManifest backup : backups) {
            if (!backup.storeId().equals(storeId)) {
                throw new LynchetException(
                        ErrorCode.CONFLICT,
                        place.location() + " has backups of other data (" + backup.name()
                                + "); choose a location of its own for each app.");
            }
        }
    }

    byte[] small(String object) throws IOException {
        try (InputStream in = place.read(object)) {
            byte[] bytes = in.readNBytes(SMALL_BYTES_MAX + 1);
            if (bytes.length > SMALL_BYTES_MAX) {
                throw BackupErrors.damaged(object, "it is larger than " + SMALL_BYTES_MAX + " bytes");
            }
            return bytes;
        }
    }

    public void put(String object, byte[] bytes) throws IOException {
        try (Upload upload = place.create(object)) {
            upload.body().write(bytes);
            upload.commit();
        }
    }

    /** Records the outcome of a verification. */
    public void verified(BackupManifest backup, Instant at, List<String> problems) {
        JsonWriter to = new JsonWriter().beginObject().name("at").value(at);
        to.name("good").value(problems.isEmpty()).name("problems").value((Object) problems);
        try {
            put(
                    BACKUPS + backup.name() + "/" + VERIFIED,
                    to.endObject().newLine().toBytes());
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        }
    }

    /** Returns the outcome of the last verification; an unreadable one counts as none. */
    public Optional<BackupSummary.Verified> verified(BackupManifest backup) {
        String object = BACKUPS + backup.name() + "/" + VERIFIED;
        try {
            return Optional.of(RecordLines.read(
                    object,
                    small(object),
                    node -> new BackupSummary.Verified(
                            Instant.parse(RecordLines.text(node, "at")),
                            ((io.lynchet.json.JsonNode.BooleanNode) node.get("good")).value())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw BackupErrors.failed(place.location(), e);
        } catch (LynchetException e) {
            return Optional.empty();
        }
    }

    /** Deletes a backup: its manifest first, so that a half-deleted backup never looks whole. */
    public void delete(BackupManifest backup) throws IOException {
        place.delete(BACKUPS + backup.name() + "/" + BackupManifest.OBJECT);
        for (StoredObject object : place.list(BACKUPS + backup.name() + "/")) {
            place.delete(object.name());
        }
    }
}
