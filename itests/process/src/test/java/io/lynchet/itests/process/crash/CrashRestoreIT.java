// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process at points of a restore, into a folder and in place. */
class CrashRestoreIT {
    private static final String[] ALL = {"one", "two", "three", "four", "five"};

    /** What is restored: a backup, and a part of the log after it. */
    private static final String[] WANTED = {"one", "two", "three", "four"};

    @TempDir
    static Path folder;

    private static CrashScene scene;

    @BeforeAll
    static void prepare() throws Exception {
        scene = CrashScene.prepare(folder, CrashScene.TEXT, notes -> {
            for (String text : ALL) {
                notes.write(text);
                if (text.equals("three") || text.equals("five")) {
                    notes.shell("backup " + notes.place());
                }
            }
        });
    }

    @Test
    void killedInARestore_theFolderIsWholeOrNotThere() throws Exception {
        scene.each("restore", this::restore);
    }

    private void restore(Crash crash, Path own) throws Exception {
        Path target = own.resolve("data");
        String[] words = {
            "restore", scene.prepared().resolve("place").toString(), "--to", target.toString(), "--at", "4"
        };
        try (LynchetProcess killed = LynchetProcess.startWith(own, crash.options(scene.agent()), words)) {
            CrashApp.requireKilled(killed);
        }
        assertThat(Files.exists(target) ? "new" : "old").isEqualTo(crash.state());
        if (!Files.exists(target)) {
            try (LynchetProcess again = LynchetProcess.startWith(own, List.of(), words)) {
                assertThat(again.exitCode()).as(again.errors()).isZero();
            }
        }
        assertThat(names(own)).doesNotContain(".data.restoring");
        try (CrashApp notes = scene.app(own).start()) {
            assertThat(notes.texts()).containsExactlyInAnyOrder(WANTED);
            assertThat(notes.write("next")).isEqualTo(ALL.length + 1L);
        }
    }

    @Test
    void killedInARestoreInPlace_theOneOrTheOtherServes_andGoesOn() throws Exception {
        scene.each("in place", this::inPlace);
    }

    private void inPlace(Crash crash, Path own) throws Exception {
        try (CrashApp notes = scene.startToCrash(crash, own)) {
            notes.crash("restore " + notes.place() + " --in-place --at 4");
            notes.start();
            assertThat(notes.texts()).containsExactlyInAnyOrder(crash.state().equals("old") ? ALL : WANTED);
            notes.write("next");
            assertThat(notes.texts()).contains("next");
            notes.shell("restore " + notes.place() + " --in-place --at 3");
            assertThat(notes.texts()).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(names(notes.data())).noneMatch(name -> name.contains(".exchange"));
            assertThat(notes.data().resolve("scratch")).isEmptyDirectory();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
