// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.launcher.shell.ShellSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppFolderTest {
    @TempDir
    Path folder;

    @Test
    void at_folderOrManifest_isTheSameApp() throws IOException {
        Path manifest = Files.writeString(folder.resolve("manifest.json"), "{}");
        assertThat(AppFolder.at(folder))
                .isEqualTo(new AppFolder(folder, manifest))
                .isEqualTo(AppFolder.at(manifest));
    }

    @Test
    void at_otherFileName_isThatManifest() throws IOException {
        Path manifest = Files.writeString(folder.resolve("other.json"), "{}");
        assertThat(AppFolder.at(manifest)).isEqualTo(new AppFolder(folder, manifest));
    }

    @Test
    void at_nothing_saysHowToMakeOne() {
        assertThatThrownBy(() -> AppFolder.at(folder.resolve("absent")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("lynchet init");
        assertThatThrownBy(() -> AppFolder.at(folder)).hasMessageContaining("has no manifest.json");
    }

    @Test
    void socket_isInTheDataDirectory_unlessThatPathIsTooLong() {
        assertThat(ShellSocket.of(Path.of("/data"))).isEqualTo(Path.of("/data/shell.sock"));
        Path deep = Path.of("/" + "long/".repeat(30));
        Path socket = ShellSocket.of(deep);
        assertThat(socket.toString())
                .hasSizeLessThan(104)
                .isEqualTo(ShellSocket.of(deep).toString());
        assertThat(socket).isNotEqualTo(ShellSocket.of(deep.resolve("other")));
    }
}
