// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.StoredRows;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process at points of a move from SQLite to PostgreSQL and back, while it is written to. */
class CrashMoveIT {
    private static final String SQLITE = "sqlite";
    private static final String POSTGRES = "postgres";

    /** More than a move leaves to its last moment. */
    private static final int ROWS = 250;

    @TempDir
    static Path folder;

    private static CrashScene scene;

    @BeforeAll
    static void prepare() throws Exception {
        scene = CrashScene.prepare(folder, CrashScene.TEXT, notes -> {
            notes.writeAll(rows("row").stream().map(CrashApp::note));
            notes.writeOnce("before");
        });
    }

    private static List<String> rows(String name) {
        return IntStream.range(0, ROWS).mapToObj(i -> name + " " + i).toList();
    }

    @Test
    void killedInAMove_oneStoreServesWithEverything_andTheNextMoveCompletesIt() throws Exception {
        scene.each("move", (crash, own) -> {
            try (CrashApp notes = startBesidePostgres(crash, own)) {
                List<String> wanted = drill(crash, notes, SQLITE, POSTGRES, List.of());
                notes.shell(move(POSTGRES, SQLITE));
                assertServes(notes, SQLITE, wanted);
                assertLeft(notes, wanted);
            }
        });
    }

    @Test
    void killedOnTheWayBack_oneStoreServesWithEverything_andTheNextMoveCompletesIt() throws Exception {
        scene.each("move back", (crash, own) -> {
            try (CrashApp notes = startBesidePostgres(crash, own)) {
                notes.shell(move(SQLITE, POSTGRES));
                List<String> between = rows("between");
                notes.writeAll(between.stream().map(CrashApp::note));
                assertLeft(notes, drill(crash, notes, POSTGRES, SQLITE, between));
            }
        });
    }

    private static CrashApp startBesidePostgres(Crash crash, Path own) throws Exception {
        CrashApp notes = scene.copy(own)
                .with(Map.of(
                        "LYNCHET_STORE_POSTGRES_URL",
                        PostgresServer.shared().newUrl(),
                        "LYNCHET_FEATURES",
                        "+store-postgres"))
                .startToCrash(scene.agent(), crash);
        awaitBothStores(notes);
        return notes;
    }

    private static void awaitBothStores(CrashApp notes) {
        Await.until("both stores", () -> {
            try {
                String stores = notes.shell("store --json");
                return stores.contains(provider(SQLITE)) && stores.contains(provider(POSTGRES));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String provider(String store) {
        return "\"provider\":\"" + store + "\"";
    }

    private static String move(String from, String to) {
        return "store move " + from + " " + to;
    }

    /**
     * Kills it in a move, while it is written to, and moves again if need be.
     *
     * @param between notes that were written since what was prepared
     * @return all notes that have to be there, in the order of their seqs
     */
    private static List<String> drill(Crash crash, CrashApp notes, String from, String to, List<String> between)
            throws Exception {
        Map<String, Long> answered = CrashWriter.untilItDies(notes, move(from, to));
        List<String> wanted = new ArrayList<>(rows("row"));
        wanted.add("before");
        wanted.addAll(between);
        wanted.addAll(answered.keySet());
        wanted.add(CrashWriter.text(answered.size()));
        notes.start();
        awaitBothStores(notes);
        assertServes(notes, crash.state().equals("old") ? from : to, wanted);
        if (crash.state().equals("old")) {
            notes.shell(move(from, to));
            assertServes(notes, to, wanted);
        }
        return wanted;
    }

    /**
     * What was answered is there once, and so is the write that was not, when it is repeated; seqs go on without a gap.
     */
    private static void assertServes(CrashApp notes, String store, List<String> wanted) throws Exception {
        String last = wanted.get(wanted.size() - 1);
        assertThat(notes.writeOnce(last)).as("seq of " + last).isEqualTo(wanted.size());
        String lastAnswered = wanted.get(wanted.size() - 2);
        assertThat(notes.writeOnce(lastAnswered)).as("seq of " + lastAnswered).isEqualTo(wanted.size() - 1L);
        assertThat(notes.writeOnce("before")).as("seq of before").isEqualTo(ROWS + 1L);
        assertThat(notes.texts()).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(notes.shell("store --json"))
                .startsWith("{" + provider(store))
                .contains("\"epoch\":1,\"headSeq\":" + wanted.size() + ",");
        String next = "on " + store + " " + wanted.size();
        assertThat(notes.writeOnce(next)).isEqualTo(wanted.size() + 1L);
        wanted.add(next);
    }

    private static void assertLeft(CrashApp notes, List<String> wanted) throws Exception {
        notes.kill();
        assertThat(notes.data().resolve("store-in-charge.new")).doesNotExist();
        assertThat(Files.readString(notes.data().resolve("store-in-charge"))).isEqualTo("sqlite\n");
        assertThat(StoredRows.of(notes.data(), "Note").values())
                .extracting(row -> (String) row.get("text"))
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(StoredRows.head(notes.data())).isEqualTo(wanted.size());
    }
}
