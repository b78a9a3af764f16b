// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupSection;
import io.lynchet.backup.restore.DataFolders;
import io.lynchet.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are not what was written: refused before anything is made. */
final class DamagedBackupTest {
    @TempDir
    Path folder;

    private BackupScene scene;
    private Path place;
    private List<String> names;

    @BeforeEach
    void open() {
        scene = new BackupScene(folder);
        place = Path.of(scene.place);
        scene.insert(scene.app.user("u1"), scene.app.todo("t1", "owner", "u1"));
        scene.backup();
        scene.insert(scene.app.user("u2"));
        scene.backup();
        scene.insert(scene.app.user("u3"));
        names = scene.backupNames();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private List<Path> objects() throws IOException {
        try (Stream<Path> walk = Files.walk(place)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Everything that is read for the position before the last backup: the first backup and the log. */
    private ErrorCode refusal() {
        Path to = folder.resolve("restored");
        ErrorCode code = scene.refusal(scene.toSeq(to, 3));
        if (code != null) {
            assertThat(to).doesNotExist();
            assertThat(folder.resolve(".restored.restoring")).doesNotExist();
        }
        return code;
    }

    private void withBytes(Path object, byte[] bytes, Runnable then) throws IOException {
        byte[] whole = Files.readAllBytes(object);
        Files.write(object, bytes);
        then.run();
        Files.write(object, whole);
    }

    @Test
    void oneFlippedByte_inAnyObject_isFound() {
        Seeds.forEach(3, random -> {
            for (Path object : objects()) {
                byte[] bytes = Files.readAllBytes(object);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                withBytes(object, bytes, () -> {
                    boolean read = !object.toString().contains("backups") || isOfTheFirst(object) || isManifest(object);
                    if (read) {
                        Path to = folder.resolve("restored");
                        ErrorCode code = scene.refusal(scene.toSeq(to, 2));
                        ErrorCode forLog = isLog(object) ? scene.refusal(throughTheLog()) : code;
                        assertThat(forLog).as("%s", object).isEqualTo(ErrorCode.BACKUP_DAMAGED);
                        assertThat(folder.resolve(".restored.restoring")).doesNotExist();
                    }
                });
                DataFolders.remove(folder.resolve("restored"));
            }
        });
    }

    private io.lynchet.api.backup.RestoreOrder throughTheLog() {
        Optional<String> first = Optional.of(names.get(0));
        return new io.lynchet.api.backup.RestoreOrder(
                scene.place,
                first,
                Optional.of(folder.resolve("by-log")),
                java.util.OptionalLong.of(3),
                Optional.empty());
    }

    private boolean isOfTheFirst(Path object) {
        return object.startsWith(place.resolve("backups").resolve(names.get(0)));
    }

    private static boolean isManifest(Path object) {
        return object.endsWith(BackupManifest.OBJECT);
    }

    private boolean isLog(Path object) {
        return object.startsWith(place.resolve("log"));
    }

    @Test
    void aTruncatedObject_isFound() throws IOException {
        for (Path object : objects()) {
            if (isOfTheFirst(object) || isManifest(object)) {
                byte[] bytes = Files.readAllBytes(object);
                withBytes(object, java.util.Arrays.copyOf(bytes, bytes.length - 1), () -> {
                    Path to = folder.resolve("restored");
                    assertThat(scene.refusal(scene.toSeq(to, 2)))
                            .as("%s", object)
                            .isEqualTo(ErrorCode.BACKUP_DAMAGED);
                    assertThat(to).doesNotExist();
                });
            }
        }
    }

    @Test
    void aMissingObject_isFound() throws IOException {
        for (Path object : objects()) {
            if (isOfTheFirst(object) && !isManifest(object)) {
                byte[] bytes = Files.readAllBytes(object);
                Files.delete(object);
                assertThat(scene.refusal(scene.toSeq(folder.resolve("restored"), 2)))
                        .as("%s", object)
                        .isEqualTo(ErrorCode.BACKUP_DAMAGED);
                Files.write(object, bytes);
            }
        }
    }

    @Test
    void aForeignOrNewerManifest_isRefused() throws IOException {
        Path manifest = place.resolve("backups/" + names.get(1) + "/" + BackupManifest.OBJECT);
        String text = Files.readString(manifest);
        withBytes(
                manifest,
                "{\"tables\":[]}".getBytes(StandardCharsets.UTF_8),
                () -> assertThat(refusal()).isEqualTo(ErrorCode.BACKUP_DAMAGED));
        byte[] newer = text.replace("\"version\":1,", "\"version\":2,").getBytes(StandardCharsets.UTF_8);
        withBytes(manifest, newer, () -> assertThat(refusal()).isEqualTo(ErrorCode.BACKUP_DAMAGED));
        assertThat(refusal()).isNull();
    }

    @Test
    void verify_writesDownWhatIsWrong() throws IOException {
        Path object = objects().stream()
                .filter(one -> isOfTheFirst(one) && one.toString().contains(BackupSection.ROWS))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 1;
        Files.write(object, bytes);
        Optional<String> first = Optional.of(names.get(0));
        assertThat(scene.verify(first).problems()).singleElement().asString().contains("checksum is wrong");
        assertThat(scene.backups.list(scene.place).get(0).verified())
                .hasValueSatisfying(verified -> assertThat(verified.good()).isFalse());
        assertThat(scene.backups.list(scene.place).get(1).verified()).isEmpty();
    }

    @Test
    void whatACrashLeft_isNoBackup_andGoesWithTheNext() throws IOException {
        Path half = Files.createDirectories(place.resolve("backups/20200101T000000Z"));
        Files.writeString(half.resolve("schema.jsonl.zst"), "half");
        assertThat(scene.backups.list(scene.place)).hasSize(2);
        scene.backup();
        assertThat(half).doesNotExist();
        assertThat(scene.backups.list(scene.place)).hasSize(3);
    }

    @Test
    void whatACrashedRestoreLeft_isReplaced() throws IOException {
        Path half = Files.createDirectories(folder.resolve(".restored.restoring"));
        Files.writeString(half.resolve("lynchet.db"), "half");
        scene.restore(scene.toEnd(folder.resolve("restored")));
        assertThat(half).doesNotExist();
    }
}
