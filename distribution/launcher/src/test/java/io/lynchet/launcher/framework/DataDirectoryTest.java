// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.launcher.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void open_makesTheFolderForTheOwnerOnly() throws IOException {
        Path path = folder.resolve("a/b");
        try (DataDirectory data = DataDirectory.open(path)) {
            assertThat(data.path()).isEqualTo(path.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
            assertThat(Files.readString(path.resolve("lock")).strip())
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        }
    }

    private Path open(String name) throws IOException {
        Path path = Files.createDirectory(folder.resolve(name));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return path;
    }

    @Test
    void open_folderThatOthersMayEnter_isClosedToThem() throws IOException {
        Path path = open("empty");
        DataDirectory.open(path).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        // As older versions left it.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxr-x"));
        DataDirectory.open(path).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void open_folderOfOthersFiles_isRefusedAndLeftAsItIs() throws IOException {
        Path path = open("home");
        Files.writeString(path.resolve("letter.txt"), "");
        assertThatThrownBy(() -> DataDirectory.open(path))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("holds files that are not Lynchet's")
                .hasMessageContaining("--data");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwxr-xr-x");
        assertThat(path.resolve("lock")).doesNotExist();
    }

    @Test
    void open_whileOpen_isRefusedWith69_andAgainAfterClose() {
        DataDirectory first = DataDirectory.open(folder);
        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("is in use")
                    .hasMessageContaining("--data")
                    .extracting(e -> ((Refusal) e).exitCode())
                    .isEqualTo(69);
        }
        first.close();
        DataDirectory.open(folder).close();
    }

    @Test
    void open_file_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void adminToken_isKeptAndForTheOwnerOnly() throws IOException {
        String token;
        try (DataDirectory data = DataDirectory.open(folder)) {
            token = data.adminToken();
            assertThat(token).hasSizeGreaterThanOrEqualTo(40);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.adminTokenFile())))
                    .isEqualTo("rw-------");
        }
        try (DataDirectory data = DataDirectory.open(folder)) {
            assertThat(data.adminToken()).isEqualTo(token);
        }
    }

    @Test
    void adminToken_emptiedFile_isRefused() throws IOException {
        try (DataDirectory data = DataDirectory.open(folder)) {
            Files.writeString(data.adminTokenFile(), "\n");
            assertThatThrownBy(data::adminToken).hasMessageContaining("holds no token");
        }
    }
}
