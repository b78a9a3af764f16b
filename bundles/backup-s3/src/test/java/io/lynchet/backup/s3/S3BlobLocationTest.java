// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.blob.Upload;
import io.lynchet.testkit.HandleLeaks;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;

/** What is special about object storage: parts, what is left of them, foreign keys. */
@ExtendWith({ThreadLeaks.class, HandleLeaks.class})
final class S3BlobLocationTest {
    private S3Scene scene;
    private BlobLocation place;

    @BeforeEach
    void start() throws Exception {
        scene = new S3Scene();
        place = scene.place();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void anObject_isWhole_howeverItFitsIntoParts() throws IOException {
        int part = S3Scene.PART_BYTES;
        for (int size : new int[] {1, part - 1, part, part + 1, 2 * part, 3 * part + 7}) {
            byte[] bytes = S3Scene.random(size);
            S3Scene.put(place, "a", bytes);
            assertThat(Arrays.equals(S3Scene.read(place, "a"), bytes))
                    .as("%s bytes", size)
                    .isTrue();
            assertThat(place.list("")).containsExactly(new StoredObject("a", size));
        }
        assertThat(scene.unfinished()).isZero();
    }

    @Test
    void bytes_mayComeOneByOne() throws IOException {
        byte[] bytes = S3Scene.random(S3Scene.PART_BYTES + 3);
        try (Upload upload = place.create("a")) {
            for (byte one : bytes) {
                upload.body().write(one);
            }
            upload.commit();
            assertThatThrownBy(() -> upload.body().write(1)).isInstanceOf(IOException.class);
            assertThatIllegalStateException().isThrownBy(upload::commit);
        }
        assertThat(Arrays.equals(S3Scene.read(place, "a"), bytes)).isTrue();
    }

    @Test
    void anUploadInParts_isNotSeenBeforeItsCommit_andLeavesNothingWithout() throws IOException {
        try (Upload upload = place.create("a")) {
            upload.body().write(S3Scene.random(2 * S3Scene.PART_BYTES + 1));
            assertThat(scene.unfinished()).isEqualTo(1);
            assertThat(place.list("")).isEmpty();
        }
        assertThat(scene.unfinished()).isZero();
        assertThat(place.list("")).isEmpty();
    }

    @Test
    void whatAKilledProcessLeft_isEndedOnceItIsOld() throws IOException {
        begin("some/app/a");
        begin("some/app2/a");
        S3Location location = S3Location.parse(S3Scene.PLACE);
        new Leftovers(scene.session, location).end(Instant.now());
        assertThat(scene.unfinished()).isEqualTo(2);
        S3Scene.put(place, "b", S3Scene.random(S3Scene.PART_BYTES + 1));
        assertThat(scene.unfinished()).isEqualTo(2);
        new Leftovers(scene.session, location).end(Instant.now().plus(Duration.ofDays(3)));
        assertThat(scene.unfinished()).as("that of another place stays").isEqualTo(1);
    }

    private void begin(String key) throws IOException {
        scene.call(client -> client.createMultipartUpload(
                request -> request.bucket(S3Server.BUCKET).key(key)));
    }

    @Test
    void foreignKeys_areNoObjects() throws IOException {
        for (String key : new String[] {"some/app/", "some/app/folder/", "some/app/a b", "some/application", "other"}) {
            scene.call(client ->
                    client.putObject(request -> request.bucket(S3Server.BUCKET).key(key), RequestBody.empty()));
        }
        S3Scene.put(place, "a", new byte[1]);
        assertThat(place.list("")).containsExactly(new StoredObject("a", 1));
        try (BlobLocation all = scene.target().open("s3://" + S3Server.BUCKET)) {
            assertThat(all.list("some/"))
                    .extracting(StoredObject::name)
                    .containsExactly("some/app/a", "some/application");
        }
    }

    @Test
    void reading_mayEndEarly() throws IOException {
        S3Scene.put(place, "a", S3Scene.random(3_000_000));
        for (int i = 0; i < 20; i++) {
            try (InputStream in = place.read("a")) {
                assertThat(in.readNBytes(10)).hasSize(10);
            }
        }
    }

    @Test
    void aClosedTarget_saysSo() throws IOException {
        S3Scene.put(place, "a", new byte[1]);
        scene.target().deactivate();
        assertThatThrownBy(() -> S3Scene.read(place, "a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was stopped or reconfigured");
        assertThat(S3Scene.read(scene.target().open(S3Scene.PLACE), "a")).hasSize(1);
    }
}
