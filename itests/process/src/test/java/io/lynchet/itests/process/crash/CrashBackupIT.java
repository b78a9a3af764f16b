// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.StoredRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process at points of a backup, while it is written to. */
class CrashBackupIT {
    private static final Pattern NAME = Pattern.compile("\"backup\":\"([^\"]+)\"");

    @TempDir
    static Path folder;

    private static CrashScene scene;

    @BeforeAll
    static void prepare() throws Exception {
        scene = CrashScene.prepare(folder, CrashScene.TEXT, notes -> {
            notes.write("one");
            notes.write("two");
            notes.shell("backup " + notes.place());
            notes.write("three");
        });
    }

    @Test
    void killedInABackup_itIsThereOrNot_andNothingThatWasAnsweredIsLost() throws Exception {
        scene.each("backup", this::drill);
    }

    @Test
    void killedInATry_theNextOneTidiesUp() throws Exception {
        scene.each("verify", this::tried);
    }

    private void tried(Crash crash, Path own) throws Exception {
        try (CrashApp notes = scene.startToCrash(crash, own)) {
            notes.crash("verify " + notes.place());
            notes.start();
            assertThat(notes.texts()).contains("one", "two", "three");
            assertThat(notes.shell("backups " + notes.place() + " --json"))
                    .contains(crash.state().equals("old") ? "\"verified\":null" : "\"good\":true");
            assertGood(notes, backups(notes).get(0));
            assertThat(notes.data().resolve("scratch")).isEmptyDirectory();
        }
    }

    private void drill(Crash crash, Path own) throws Exception {
        try (CrashApp notes = scene.startToCrash(crash, own)) {
            Set<String> acknowledged =
                    CrashWriter.untilItDies(notes, "backup " + notes.place()).keySet();
            notes.start();
            assertThat(notes.texts()).containsAll(acknowledged).contains("one", "two", "three");
            List<String> names = backups(notes);
            assertThat(names).as("backups").hasSize(crash.state().equals("old") ? 1 : 2);
            for (String name : names) {
                assertGood(notes, name);
            }
            notes.write("last");
            notes.shell("backup " + notes.place());
            List<String> after = backups(notes);
            assertThat(after).hasSize(names.size() + 1).containsAll(names);
            assertNothingUnfinished(notes.place(), after);
            assertGood(notes, after.get(after.size() - 1));
            notes.kill();
            assertThat(StoredRows.of(notes.data(), "Note")).hasSizeGreaterThanOrEqualTo(acknowledged.size() + 4);
        }
    }

    private static List<String> backups(CrashApp notes) throws IOException {
        return NAME.matcher(notes.shell("backups " + notes.place() + " --json"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static void assertGood(CrashApp notes, String name) throws IOException {
        assertThat(notes.shell("verify " + notes.place() + " --backup " + name)).contains("is good");
    }

    private static void assertNothingUnfinished(Path place, List<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
        }
        try (Stream<Path> folders = Files.list(place.resolve("backups"))) {
            assertThat(folders.map(one -> one.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }
}
