// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
    private static final String SQLITE = "org.sqlite.tmpdir";
    private static final String ZSTD = "ZstdTempFolder";

    @TempDir
    Path data;

    @AfterEach
    void forget() {
        System.clearProperty(SQLITE);
        System.clearProperty(ZSTD);
    }

    @Test
    void unpackBelow_makesAFolderForTheOwner_emptiesIt_andNamesIt() throws IOException {
        Path left = Files.createDirectory(data.resolve("native")).resolve("libold.so");
        Files.writeString(left, "");
        NativeLibraries.unpackBelow(data);
        assertThat(left).doesNotExist();
        assertThat(System.getProperty(SQLITE)).isEqualTo(data.resolve("native").toString());
        assertThat(System.getProperty(ZSTD)).isEqualTo(data.resolve("native").toString());

        Path second = Files.createDirectory(data.resolve("second"));
        NativeLibraries.unpackBelow(second);
        assertThat(System.getProperty(SQLITE))
                .isEqualTo(second.resolve("native").toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.resolve("native"))))
                .isEqualTo("rwx------");
    }

    @Test
    void unpackBelow_keepsWhatTheUserNamed() throws IOException {
        System.setProperty(SQLITE, "/opt/native");
        NativeLibraries.unpackBelow(data);
        assertThat(System.getProperty(SQLITE)).isEqualTo("/opt/native");
        assertThat(System.getProperty(ZSTD)).isEqualTo(data.resolve("native").toString());
    }
}
