// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.health.Health;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Store;
import io.lynchet.store.sql.database.Database;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Sample;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite answers a file that may not grow as it answers a full disk. */
class FullDiskTest {
    @TempDir
    Path folder;

    private final Sample app = new Sample();

    @Test
    void writes_onAFullDisk_failWholeAndRecoverWithRoom() throws SQLException {
        try (SqliteStore store = Stores.open(folder.resolve("lynchet.db"), app)) {
            Stores.insert(store, app.todo("first"));
            Database writer = store.state().connection();
            long pages = writer.number(0, "PRAGMA page_count");
            writer.text("PRAGMA max_page_count = " + (pages + 4));
            StoreHealth health = StoreHealth.of(store);
            int stored = fill(store);
            assertThat(health.check().state()).isEqualTo(Health.State.DEGRADED);
            assertThat(health.check().message()).contains("disk is full");
            assertThat(health.needed()).as("nobody serves from it").isFalse();
            try (Store.Listening serving = store.listen(changes -> {})) {
                assertThat(health.needed()).isTrue();
            }
            assertThat(store.latest().count(app.todo(), Filter.Constant.TRUE)).isEqualTo(stored);
            assertThat(store.info().headSeq()).isEqualTo(stored);
            assertThat(Stores.log(store)).hasSize(stored);

            writer.text("PRAGMA max_page_count = 1000000");
            assertThat(Stores.insert(store, app.todo("last")).seq()).isEqualTo(stored + 1);
            assertThat(health.check().state()).isEqualTo(Health.State.OK);
            assertThat(Stores.log(store)).hasSize(stored + 1);
        }
    }

    /** The rows stored after this; the last commit is one that no free page left over by the others has room for. */
    private int fill(SqliteStore store) {
        List<CompletionStage<WriteResult>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(store.commit(Stores.commit(app.todo("a" + i, "notes", "x".repeat(2_000)), app.todo("b" + i))));
        }
        answers.add(store.commit(Stores.commit(app.todo("largest", "notes", "x".repeat(60_000)))));
        int stored = 1;
        int refused = 0;
        for (CompletionStage<WriteResult> answer : answers) {
            try {
                stored += Await.value(answer).items().size();
            } catch (io.lynchet.api.LynchetException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORE_FULL);
                assertThat(e.getMessage()).doesNotContain("SQL");
                refused++;
            }
        }
        assertThat(refused).isPositive();
        return stored;
    }
}
