// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.launcher.jar.JsonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingFilesTest {
    private static final String PID = "io.lynchet.store.sqlite";
    private static final List<Setting> SETTINGS = List.of(
            new Setting(PID, "readersMax", "Integer", false, "16", "1", "64", List.of(), "Connections for reads"),
            new Setting(PID, "sync", "String", false, "FULL", null, null, List.of("FULL", "NORMAL"), "How durable."),
            new Setting(PID, "origins", "String", true, "a,b", null, null, List.of(), "Who may ask."),
            new Setting(PID, "store.target", "String", false, null, null, null, List.of(), ""));

    @TempDir
    Path folder;

    @Test
    void environmentName_isTheSectionAndTheKey() {
        assertThat(SETTINGS.get(0).environmentName()).isEqualTo("LYNCHET_STORE_SQLITE_READERS_MAX");
        assertThat(new Setting("io.lynchet.launcher", "logLevel", "String", false, null, null, null, List.of(), "")
                        .environmentName())
                .isEqualTo("LYNCHET_LOG_LEVEL");
    }

    @Test
    void file_hasEveryKeyWithDefaultRangeAndEnvironmentName_allCommentedOut() throws IOException {
        new SettingFiles(SETTINGS).write(folder);
        String text = Files.readString(folder.resolve("etc/" + PID + ".json"));
        assertThat(text)
                .contains(
                        "// Connections for reads. From 1 to 64.\n  // LYNCHET_STORE_SQLITE_READERS_MAX\n  // \"readersMax\": 16,")
                .contains(
                        "// How durable. One of FULL, NORMAL.",
                        "// \"sync\": \"FULL\",",
                        "// \"origins\": [\"a\", \"b\"],")
                .doesNotContain("store.target");
        assertThat(JsonFile.object("etc", text.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void file_uncommented_isTheDefaults() throws IOException {
        new SettingFiles(SETTINGS).write(folder);
        String text = Files.readString(folder.resolve("etc/" + PID + ".json")).replace("// \"", "\"");
        assertThat(JsonFile.object("etc", text.getBytes(StandardCharsets.UTF_8)))
                .containsEntry("readersMax", 16L)
                .containsEntry("sync", "FULL")
                .containsEntry("origins", List.of("a", "b"));
    }

    @Test
    void table_listsEveryKey() throws IOException {
        new SettingFiles(SETTINGS).write(folder);
        assertThat(Files.readString(folder.resolve("docs/configuration-keys.md")))
                .contains(
                        "## " + PID,
                        "| `readersMax` | `16` | Connections for reads. From 1 to 64. | `LYNCHET_STORE_SQLITE_READERS_MAX` |");
    }
}
