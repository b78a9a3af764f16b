// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.crash.CrashJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private static Path agent;
    private static Path app;
    private static Path prepared;

    @BeforeAll
    static void prepare() throws Exception {
        agent = CrashJar.make(folder);
        app = CrashApp.manifest(folder.resolve("app"), "\"fields\":[{\"name\":\"text\",\"type\":\"string\"}]");
        prepared = Files.createDirectory(folder.resolve("prepared"));
        try (CrashApp notes = new CrashApp(app, prepared).start()) {
            notes.write("one");
            notes.write("two");
            notes.shell("backup " + notes.place());
            notes.write("three");
            notes.stop();
        }
    }

    @Test
    void killedInABackup_itIsThereOrNot_andNothingThatWasAnsweredIsLost() throws Exception {
        Crash.each("backup", folder, this::drill);
    }

    @Test
    void killedInATry_theNextOneTidiesUp() throws Exception {
        Crash.each("verify", folder, this::tried);
    }

    private void tried(Crash crash, Path own) throws Exception {
        CrashApp.copy(prepared, own.resolve("all"));
        try (CrashApp notes = new CrashApp(app, own.resolve("all")).startToCrash(agent, crash)) {
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
        CrashApp.copy(prepared, own.resolve("all"));
        try (CrashApp notes = new CrashApp(app, own.resolve("all")).startToCrash(agent, crash)) {
            List<String> acknowledged = writeUntilItDies(notes);
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

    private static List<String> writeUntilItDies(CrashApp notes) throws Exception {
        List<String> acknowledged = new ArrayList<>();
        CountDownLatch some = new CountDownLatch(5);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; ; i++) {
                    notes.write("note " + i);
                    acknowledged.add("note " + i);
                    some.countDown();
                }
            } catch (IOException e) {
                // The process has been killed. What was not answered may or may not be there.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(some.await(60, TimeUnit.SECONDS)).as("writes").isTrue();
        notes.crash("backup " + notes.place());
        writer.get(60, TimeUnit.SECONDS);
        return acknowledged;
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
