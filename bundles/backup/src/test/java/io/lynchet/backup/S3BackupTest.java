// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.blob.Upload;
import io.lynchet.backup.s3.S3Target;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.s3.BadLine;
import io.lynchet.testkit.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups in a bucket: whole ones come back, damaged ones are refused, and a line that breaks off makes no difference.
 */
final class S3BackupTest {
    @TempDir
    Path folder;

    private S3Server server;
    private BadLine line;
    private BackupScene scene;
    private Map<String, String> atFirst;

    @BeforeEach
    void open() throws Exception {
        server = S3Server.start();
        line = new BadLine(server.port());
        scene = new BackupScene(folder, "s3://" + S3Server.BUCKET + "/app");
        scene.targets.add("s3", target());
        scene.insert(scene.app.user("u1"), scene.app.todo("t1", "owner", "u1"));
        atFirst = BackupScene.rowsOf(scene.store);
        scene.backup();
        scene.insert(scene.app.user("u2"));
        scene.insert(scene.app.user("u3"));
        scene.backup();
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
        line.close();
        server.close();
    }

    private BackupTarget target() {
        Map<String, Object> values = Map.of(
                "endpoint", line.endpoint().toString(),
                "region", S3Server.REGION,
                "accessKey", S3Server.ACCESS_KEY,
                "secretKey", S3Server.SECRET_KEY,
                "pathStyle", true);
        return new S3Target(ComponentConfig.of(S3Target.Config.class, values));
    }

    @Test
    void whatWasBackedUp_isGood_andComesBack_toEveryPosition() {
        for (String name : scene.backupNames()) {
            assertThat(scene.verify(Optional.of(name)).problems()).isEmpty();
        }
        Map<String, String> before = BackupScene.rowsOf(scene.store);
        scene.restore(scene.toEnd(scene.fresh("end")));
        assertThat(scene.rowsIn(scene.fresh("end"))).isEqualTo(before);
        scene.restore(scene.toSeq(scene.fresh("between"), 3));
        scene.restore(scene.toSeq(scene.fresh("first"), 2));
        assertThat(scene.rowsIn(scene.fresh("first"))).isEqualTo(atFirst);
    }

    @Test
    void connectionsThatBreakOff_makeNoDifference() {
        line.breakRequests(2, 400);
        scene.insert(scene.app.user("u4"));
        scene.backup();
        line.breakAnswers(3, 400);
        assertThat(scene.verify(Optional.empty()).problems()).isEmpty();
        assertThat(line.broken()).isEqualTo(5);
    }

    @Test
    void oneFlippedByte_orOneTooFew_isFound_beforeAnythingIsMade() throws IOException {
        Random random = new Random(42);
        String first = scene.backupNames().get(0);
        try (BlobLocation place = scene.targets.open(scene.place)) {
            for (StoredObject object : place.list("")) {
                String name = object.name();
                if (name.startsWith("log/") || name.startsWith("backups/" + first + "/")) {
                    byte[] whole = read(place, name);
                    byte[] flipped = whole.clone();
                    flipped[random.nextInt(flipped.length)] ^= 1;
                    put(place, name, flipped);
                    assertThat(refusal(first)).as("flipped %s", name).isEqualTo(ErrorCode.BACKUP_DAMAGED);
                    put(place, name, Arrays.copyOf(whole, whole.length - 1));
                    assertThat(refusal(first)).as("cut %s", name).isEqualTo(ErrorCode.BACKUP_DAMAGED);
                    put(place, name, whole);
                }
            }
        }
        assertThat(refusal(first)).isNull();
    }

    /** Of a restore that reads the first backup and the whole log. */
    private ErrorCode refusal(String first) {
        Path to = folder.resolve("restored");
        ErrorCode code = scene.refusal(new RestoreOrder(
                scene.place, Optional.of(first), Optional.of(to), OptionalLong.of(4), Optional.empty()));
        if (code != null) {
            assertThat(to).doesNotExist();
        }
        return code;
    }

    @Test
    void aMissingObject_isDamage_andNoFailureOfThePlace() throws IOException {
        String first = scene.backupNames().get(0);
        try (BlobLocation place = scene.targets.open(scene.place)) {
            List<String> rows = place.list("backups/" + first + "/rows-").stream()
                    .map(StoredObject::name)
                    .toList();
            place.delete(rows.get(0));
        }
        assertThat(refusal(first)).isEqualTo(ErrorCode.BACKUP_DAMAGED);
        server.removeBucket();
        assertThat(refusal(first)).isEqualTo(ErrorCode.BACKUP_FAILED);
    }

    private static byte[] read(BlobLocation place, String name) throws IOException {
        try (InputStream in = place.read(name)) {
            return in.readAllBytes();
        }
    }

    private static void put(BlobLocation place, String name, byte[] bytes) throws IOException {
        try (Upload upload = place.create(name)) {
            upload.body().write(bytes);
            upload.commit();
        }
    }
}
