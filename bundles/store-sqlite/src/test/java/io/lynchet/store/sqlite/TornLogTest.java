// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import io.lynchet.testkit.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash tears off the end of SQLite's log are the last commits, whole ones. */
class TornLogTest {
    private static final int TAIL_BYTES = 64 * 1024;

    @TempDir
    Path folder;

    private final Sample app = new Sample();

    @Test
    void open_withATornLog_givesAPrefixOfTheCommits() throws IOException {
        Path file = folder.resolve("lynchet.db");
        Path crashed;
        try (SqliteStore store = Stores.open(file, app)) {
            for (int i = 0; i < 60; i++) {
                Stores.insert(store, app.user("u" + i), app.todo("t" + i, "owner", "u" + i), app.todo("s" + i));
                Draft patch = new Draft(app.todo()).set("rank", (long) i);
                Await.value(store.commit(Commit.of(new Write.Update("t" + i, patch, Write.ANY), Guard.NONE)));
            }
            crashed = Stores.crashedCopy(file, folder.resolve("crashed"));
        }
        byte[] log = Files.readAllBytes(new StoreFiles(crashed).wal());
        assertThat(log.length).isGreaterThan(TAIL_BYTES);
        assertThat(opened(crashed, log, log)).isEqualTo(240);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long shortest = Long.MAX_VALUE;
        for (int round = 0; round < Rounds.of(40); round++) {
            byte[] torn = torn(log, random);
            try {
                shortest = Math.min(shortest, opened(crashed, log, torn));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("round " + round + " of seed " + seed, e);
            }
        }
        assertThat(shortest).isLessThan(240);
    }

    private static byte[] torn(byte[] log, Random random) {
        int at = log.length - 1 - random.nextInt(TAIL_BYTES);
        if (random.nextBoolean()) {
            return Arrays.copyOf(log, at);
        }
        byte[] flipped = log.clone();
        int bytes = 1 + random.nextInt(32);
        for (int i = at; i < Math.min(at + bytes, log.length); i++) {
            flipped[i] ^= (byte) (1 + random.nextInt(255));
        }
        return flipped;
    }

    /** Seq up to which the store goes, after it was found to be what the log says. */
    private long opened(Path crashed, byte[] whole, byte[] torn) throws IOException {
        Path trial = Stores.crashedCopy(crashed, folder.resolve("trial"));
        Files.write(new StoreFiles(trial).wal(), torn);
        try (SqliteStore store = Stores.open(trial)) {
            long head = store.info().headSeq();
            List<Change> log = Stores.log(store);
            assertThat(log).hasSize((int) head);
            Map<String, Row> rows = new HashMap<>();
            for (int i = 0; i < log.size(); i++) {
                assertThat(log.get(i).seq()).isEqualTo(i + 1);
                rows.put(log.get(i).id(), log.get(i).after());
            }
            // Commits have three changes and one, in turn; none may be cut in the middle.
            assertThat(head % 4).isIn(0L, 3L);
            assertThat(torn != whole || head == 240).isTrue();
            assertSame(store, rows);
            Stores.insert(store, app(store, "after"));
            assertThat(store.info().headSeq()).isEqualTo(head + 1);
            return head;
        } finally {
            SqliteFixture.remove(trial.getParent());
        }
    }

    private static Row app(SqliteStore store, String id) {
        return new Draft(store.installed().orElseThrow().entity("User").orElseThrow())
                .set("id", id)
                .set("name", "n")
                .toRow();
    }

    private static void assertSame(SqliteStore store, Map<String, Row> rows) {
        ReadView latest = store.latest();
        long count = 0;
        for (var entity : store.installed().orElseThrow().entities()) {
            count += latest.count(entity, Filter.Constant.TRUE);
        }
        assertThat(count).isEqualTo(rows.size());
        rows.values()
                .forEach(row -> assertThat(latest.get(
                                store.installed()
                                        .orElseThrow()
                                        .entity(row.entity().name())
                                        .orElseThrow(),
                                row.id()))
                        .contains(row));
    }
}
