// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.Upload;
import io.lynchet.testkit.backup.BackupTargetContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTargetTest extends BackupTargetContract {
    @TempDir
    Path folder;

    @Override
    protected BackupTarget target() {
        return new FileTarget();
    }

    @Override
    protected String location() {
        return folder.resolve("place").toString();
    }

    @Test
    void aLocation_isAPathOrAFileUri() throws IOException {
        Path place = folder.resolve("a place");
        assertThat(new FileTarget().open(place.toString()).location()).isEqualTo(place.toString());
        assertThat(new FileTarget().open("file:" + place).location()).isEqualTo(place.toString());
        assertThat(new FileTarget().open(place.toUri().toString()).location()).isEqualTo(place.toString());
        assertThat(new FileTarget().open("file:relative").location())
                .isEqualTo(Path.of("relative").toAbsolutePath().toString());
    }

    @Test
    void aLocation_thatIsNoFolder_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> new FileTarget().open(file.toString())).isInstanceOf(NotDirectoryException.class);
        for (String wrong : new String[] {" ", "a\0b", "file://host/x"}) {
            assertThat(catchThrowableOfType(LynchetException.class, () -> new FileTarget().open(wrong))
                            .code())
                    .as(wrong)
                    .isEqualTo(ErrorCode.INVALID_PARAMETER);
        }
    }

    @Test
    void files_areForTheirOwnerOnly() throws IOException {
        try (BlobLocation place = target().open(location());
                Upload upload = place.create("a/b")) {
            upload.body().write(1);
            upload.commit();
        }
        Path file = folder.resolve("place/a/b");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatACrashLeft_isNotListed() throws IOException {
        try (BlobLocation place = target().open(location());
                Upload crashed = place.create("a")) {
            crashed.body().write(1);
            try (BlobLocation again = target().open(location())) {
                assertThat(again.list("")).isEmpty();
            }
        }
    }

    @Test
    void whatACrashLeft_isRemoved_withFoldersThatHoldNothingElse() throws IOException {
        try (BlobLocation place = target().open(location())) {
            place.removeUnfinished();
            try (Upload upload = place.create("whole/a")) {
                upload.commit();
            }
            try (Upload crashed = place.create("whole/b");
                    Upload other = place.create("never/was/whole")) {
                crashed.body().write(1);
                other.body().write(1);
                place.removeUnfinished();
                try (Stream<Path> left = Files.walk(folder.resolve("place"))) {
                    assertThat(left.map(folder::relativize).map(Path::toString))
                            .containsExactlyInAnyOrder("place", "place/whole", "place/whole/a");
                }
            }
        }
    }
}
