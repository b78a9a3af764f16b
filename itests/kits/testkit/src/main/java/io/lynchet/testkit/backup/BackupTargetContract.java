// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.blob.Upload;
import io.lynchet.testkit.HandleLeaks;
import io.lynchet.testkit.ThreadLeaks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of a backup target: objects at a location. */
@ExtendWith({ThreadLeaks.class, HandleLeaks.class})
public abstract class BackupTargetContract {
    /** Returns the target. An adopter whose target holds threads or connections closes them itself after each test. */
    protected abstract BackupTarget target();

    /** Returns an empty location, a new one for each test. */
    protected abstract String location();

    private static void put(BlobLocation place, String name, byte[] bytes) throws IOException {
        try (Upload upload = place.create(name)) {
            upload.body().write(bytes);
            upload.commit();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(BlobLocation place, String name) throws IOException {
        try (InputStream in = place.read(name)) {
            return in.readAllBytes();
        }
    }

    @Test
    @DisplayName("open: makes nothing, and a place with nothing has no objects")
    void open_makesNothing() throws IOException {
        try (BlobLocation place = target().open(location())) {
            assertThat(place.list("")).isEmpty();
            assertThatThrownBy(() -> read(place, "a/b")).isInstanceOf(NoSuchFileException.class);
            place.delete("a/b");
        }
    }

    @Test
    @DisplayName("commit: the object is there, whole, also for whoever opens the place anew")
    void commit_makesTheObject() throws IOException {
        String location = location();
        byte[] large = new byte[12_345_678];
        new Random(1).nextBytes(large);
        try (BlobLocation place = target().open(location)) {
            put(place, "backups/one/rows-0001-Todo.jsonl.zst", large);
            put(place, "empty", new byte[0]);
        }
        try (BlobLocation place = target().open(location)) {
            assertThat(read(place, "backups/one/rows-0001-Todo.jsonl.zst")).isEqualTo(large);
            assertThat(read(place, "empty")).isEmpty();
        }
    }

    @Test
    @DisplayName("create: what was not committed is not there, and leaves the object of that name as it was")
    void withoutCommit_nothingStays() throws IOException {
        try (BlobLocation place = target().open(location())) {
            put(place, "a", bytes("old"));
            try (Upload upload = place.create("a")) {
                upload.body().write(bytes("new"));
                assertThat(place.list("")).containsExactly(new StoredObject("a", 3));
            }
            try (Upload upload = place.create("b")) {
                upload.body().write(new byte[8_000_000]);
            }
            assertThat(place.list("")).containsExactly(new StoredObject("a", 3));
            assertThat(read(place, "a")).isEqualTo(bytes("old"));
        }
    }

    @Test
    @DisplayName("commit: takes the place of the object of that name")
    void commit_replaces() throws IOException {
        try (BlobLocation place = target().open(location())) {
            put(place, "a", bytes("old"));
            put(place, "a", bytes("newer"));
            assertThat(read(place, "a")).isEqualTo(bytes("newer"));
            assertThat(place.list("a")).containsExactly(new StoredObject("a", 5));
        }
    }

    @Test
    @DisplayName("body: closing it does not end the upload")
    void body_mayBeClosedBeforeTheCommit() throws IOException {
        try (BlobLocation place = target().open(location());
                Upload upload = place.create("a")) {
            upload.body().write(bytes("all"));
            upload.body().close();
            upload.commit();
            assertThat(read(place, "a")).isEqualTo(bytes("all"));
        }
    }

    @Test
    @DisplayName("list: the objects that begin like that, by name, however many")
    void list_isOrderedAndWhole() throws IOException {
        try (BlobLocation place = target().open(location())) {
            for (int i = 1_049; i >= 0; i--) {
                put(place, "log/%04d".formatted(i), new byte[1]);
            }
            put(place, "login", new byte[1]);
            assertThat(place.list("log/"))
                    .hasSize(1_050)
                    .isSortedAccordingTo((left, right) -> left.name().compareTo(right.name()));
            assertThat(place.list("log")).hasSize(1_051);
            assertThat(place.list("log/001")).hasSize(10);
            assertThat(place.list("none")).isEmpty();
        }
    }

    @Test
    @DisplayName("list: while others make and remove objects, those that stay are there each time")
    void list_whileOthersWrite_isWhole() throws Exception {
        try (BlobLocation place = target().open(location())) {
            put(place, "a/stays", new byte[1]);
            put(place, "z/stays", new byte[1]);
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<?> writing = other.submit(() -> {
                for (int i = 0; !done.get(); i++) {
                    put(place, "m/" + i, new byte[1]);
                    place.delete("m/" + i);
                }
                return null;
            });
            for (int i = 0; i < 200; i++) {
                assertThat(place.list("")).extracting(StoredObject::name).contains("a/stays", "z/stays");
            }
            done.set(true);
            writing.get();
            other.shutdown();
        }
    }

    @Test
    @DisplayName("delete: takes one object away, and only that")
    void delete_takesOneAway() throws IOException {
        try (BlobLocation place = target().open(location())) {
            put(place, "a/b", bytes("1"));
            put(place, "a/c", bytes("2"));
            place.delete("a/b");
            assertThat(place.list("")).containsExactly(new StoredObject("a/c", 1));
            place.delete("a/c");
            assertThat(place.list("")).isEmpty();
        }
    }

    @Test
    @DisplayName("removeUnfinished: leaves the objects, and the place can be gone on with")
    void removeUnfinished_leavesObjects() throws IOException {
        try (BlobLocation place = target().open(location())) {
            place.removeUnfinished();
            put(place, "a/b", bytes("1"));
            place.removeUnfinished();
            put(place, "a/c", bytes("2"));
            assertThat(place.list("")).extracting(StoredObject::name).containsExactly("a/b", "a/c");
        }
    }

    @Test
    @DisplayName("names: one that could lead out of the place is refused")
    void names_areChecked() throws IOException {
        try (BlobLocation place = target().open(location())) {
            for (String name :
                    new String[] {"", "/a", "a/", "../a", "a/../b", "a//b", "a b", "\u00e9", "x".repeat(301)}) {
                assertThatIllegalArgumentException().as(name).isThrownBy(() -> place.create(name));
                assertThatIllegalArgumentException().as(name).isThrownBy(() -> place.read(name));
                assertThatIllegalArgumentException().as(name).isThrownBy(() -> place.delete(name));
            }
        }
    }
}
