// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.row.Row;
import io.lynchet.itests.process.app.StoredRows;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process at points of a migration that gives every row other values. */
class CrashMigrationIT {
    /** More than a migration looks at at once. */
    private static final int ROWS = 600;

    private static final String OLD = """
            "fields":[{"name":"text","type":"string","optional":true},{"name":"size","type":"int"}]""";
    private static final String NEW = """
            "fields":[{"name":"text","type":"string","default":"none"},{"name":"size","type":"float"},
                      {"name":"done","type":"bool","default":false}],
            "indexes":[{"name":"by_text","fields":["text"],"unique":false}]""";

    @TempDir
    static Path folder;

    private static CrashScene scene;
    private static Path changed;

    @BeforeAll
    static void prepare() throws Exception {
        changed = CrashApp.manifest(folder.resolve("changed"), NEW);
        scene = CrashScene.prepare(
                folder,
                OLD,
                notes -> notes.writeAll(IntStream.range(0, ROWS)
                        .mapToObj(i -> "{" + (i % 2 == 0 ? "" : "\"text\":\"note\",") + "\"size\":" + i + "}")));
    }

    @Test
    void killedInAMigration_theTablesAreTheOldOrTheNewOnes_andTheNextStartCompletesIt() throws Exception {
        scene.each("migration", this::drill);
    }

    private void drill(Crash crash, Path own) throws Exception {
        try (CrashApp notes = scene.copy(own, changed)) {
            notes.crashAtStart(scene.agent(), crash);
            // A copy, since whoever opens the files tidies up what the process that starts has to tidy up.
            Path seen = own.resolve("seen");
            CrashApp.copy(notes.data(), seen);
            if (crash.state().equals("old")) {
                assertOld(StoredRows.of(seen, "Note").values());
                assertThat(StoredRows.head(seen)).isEqualTo(ROWS);
            } else {
                assertNew(seen);
            }
            notes.start();
            assertThat(notes.texts()).hasSize(ROWS).contains("none", "note");
            notes.kill();
            assertNew(notes.data());
        }
    }

    private static void assertOld(Collection<Row> rows) {
        assertThat(rows).hasSize(ROWS).allSatisfy(row -> {
            assertThat(row.entity().fields()).extracting("name").containsExactly("id", "text", "size");
            assertThat(row.get("size")).isInstanceOf(Long.class);
        });
    }

    private static void assertNew(Path data) {
        assertThat(StoredRows.of(data, "Note").values()).hasSize(ROWS).allSatisfy(row -> {
            long number = ((Double) row.get("size")).longValue();
            assertThat(row.get("text")).isEqualTo(number % 2 == 0 ? "none" : "note");
            assertThat(row.get("done")).isEqualTo(false);
        });
        assertThat(StoredRows.head(data))
                .as("one entry for each row that was filled")
                .isEqualTo(2 * ROWS);
    }
}
