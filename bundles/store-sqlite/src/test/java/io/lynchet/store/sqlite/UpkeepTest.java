// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Write;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.OperationTable;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Sample;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
    @TempDir
    Path folder;

    private final Sample app = new Sample();

    private static StoreSettings smallLog(Path file) {
        return new StoreSettings(file, "NORMAL", 10_000, 1_000, 4, 1_024, 0, 1, 7);
    }

    private void fill(SqliteStore store, String prefix, int megabytes) {
        for (int i = 0; i < megabytes * 4; i++) {
            Stores.insert(store, app.todo(prefix + i, "notes", "x".repeat(100_000)));
        }
    }

    @Test
    void log_ofSqlite_isBegunAnew() {
        try (SqliteStore store = SqliteStore.open(smallLog(folder.resolve("lynchet.db")))) {
            store.install(app.schema(), io.lynchet.testkit.Plans.create(app.schema()));
            fill(store, "a", 20);
            assertThat(store.state().files().walBytes()).isLessThan(8L << 20);
        }
    }

    @Test
    void log_ofSqlite_growsUnderASnapshotAndShrinksAfterwards() {
        try (SqliteStore store = SqliteStore.open(smallLog(folder.resolve("lynchet.db")))) {
            store.install(app.schema(), io.lynchet.testkit.Plans.create(app.schema()));
            try (Snapshot snapshot = store.snapshot()) {
                fill(store, "a", 10);
                assertThat(snapshot.seq()).isZero();
                assertThat(snapshot.get(app.todo(), "a0")).isEmpty();
                assertThat(store.state().files().walBytes()).isGreaterThan(8L << 20);
            }
            fill(store, "b", 10);
            assertThat(store.state().files().walBytes()).isLessThan(8L << 20);
        }
    }

    @Test
    void operations_areForgottenWhenTheyAreOld() throws SQLException {
        try (SqliteStore store = Stores.open(folder.resolve("lynchet.db"), app)) {
            OperationKey key = new OperationKey("client", "one");
            Commit commit = new Commit(
                    List.of(new Write.Insert(app.todo("t1"))),
                    Guard.NONE,
                    Optional.of(new Operation(key, "")),
                    Optional.empty());
            WriteResult first = Await.value(store.commit(commit));
            assertThat(Await.value(store.commit(commit))).isEqualTo(new WriteResult(first.seq(), first.items(), true));
            Database writer = store.state().connection();
            long old = Column.micros(Instant.now().minus(Duration.ofDays(8)));
            writer.run("UPDATE lynchet_operations SET at = ?1", old);
            assertThat(OperationTable.find(writer, key)).isNotNull();
            new Upkeep(StoreSettings.of(folder.resolve("lynchet.db"))).afterTurn(store.state());
            assertThat(OperationTable.find(writer, key)).isNull();
        }
    }

    @Test
    void operation_thatWasKeptWithoutItsRequest_answersEveryOne() throws SQLException {
        try (SqliteStore store = Stores.open(folder.resolve("lynchet.db"), app)) {
            OperationKey key = new OperationKey("client", "one");
            WriteResult first = Await.value(store.commit(asking(key, "a request", "t1")));
            assertThat(Await.refusal(store.commit(asking(key, "another", "t2"))).code())
                    .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
            // As files have them that were written before requests were told apart: the answer ends after the last
            // write.
            byte[] old = OperationTable.encode(new WriteResult(first.seq(), first.items(), false));
            store.state()
                    .connection()
                    .run("UPDATE lynchet_operations SET answer = ?1", Arrays.copyOf(old, old.length - Short.BYTES));
            assertThat(Await.value(store.commit(asking(key, "another", "t2"))))
                    .isEqualTo(new WriteResult(first.seq(), first.items(), true));
        }
    }

    private Commit asking(OperationKey key, String request, String id) {
        return new Commit(
                List.of(new Write.Insert(app.todo(id))),
                Guard.NONE,
                Optional.of(new Operation(key, request)),
                Optional.empty());
    }
}
