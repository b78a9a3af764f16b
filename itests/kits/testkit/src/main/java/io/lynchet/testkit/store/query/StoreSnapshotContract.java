// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.random.RandomWrites;
import io.lynchet.testkit.store.Replay;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of consistent views. */
public abstract class StoreSnapshotContract extends StoreContract {
    private static final Filter ALL = Filter.Constant.TRUE;

    @Test
    @DisplayName("Snapshot: all calls see the state right after the change seq(), whatever is committed meanwhile")
    void snapshot_seesNothingOfLaterCommits() {
        installSample();
        insert(app.user("u1"), app.user("u2"));
        try (Snapshot snapshot = store.snapshot()) {
            update(app.user(), "u1", "name", "new");
            delete(app.user(), "u2");
            insert(app.user("u3"));
            assertThat(snapshot.seq()).isEqualTo(2);
            assertThat(snapshot.get(app.user(), "u1")).contains(app.user("u1"));
            assertThat(snapshot.get(app.user(), "u2")).contains(app.user("u2"));
            assertThat(snapshot.get(app.user(), "u3")).isEmpty();
            assertThat(snapshot.lastChange(app.user(), "u1")).hasValue(1);
            assertThat(snapshot.count(app.user(), ALL)).isEqualTo(2);
            assertThat(snapshot.query(Query.of(app.user(), ALL, 10))).containsExactly(app.user("u1"), app.user("u2"));
            assertThat(snapshot.changes(0, 10)).hasSize(2);
            assertThat(store.latest().count(app.user(), ALL)).isEqualTo(2);
            assertThat(store.latest().get(app.user(), "u3")).isPresent();
        }
    }

    @Test
    @DisplayName("Snapshot: the state is that of its opening, not of its first read")
    void snapshot_isTakenWhenItIsOpened() {
        installSample();
        insert(app.user("u1"));
        try (Snapshot snapshot = store.snapshot()) {
            insert(app.user("u2"));
            assertThat(snapshot.count(app.user(), ALL)).isEqualTo(1);
            assertThat(snapshot.seq()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("commit, then snapshot: one sees the commit that has been acknowledged before it was opened")
    void snapshot_seesWhatWasAcknowledged() {
        installSample();
        for (int i = 0; i < 100; i++) {
            long seq = insert(app.user("u" + i)).seq();
            try (Snapshot snapshot = store.snapshot()) {
                assertThat(snapshot.seq()).isEqualTo(seq);
                assertThat(snapshot.get(app.user(), "u" + i)).isPresent();
            }
            assertThat(store.latest().get(app.user(), "u" + i)).isPresent();
        }
    }

    @Test
    @DisplayName("Snapshot: repeatable while writers run, and equal to the log up to its seq")
    void snapshots_areRepeatableWhileWritersRun() {
        Seeds.forEach(3, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).schema();
            install(schema);
            RandomWrites writes = new RandomWrites(random, schema);
            for (int round = 0; round < Rounds.of(10); round++) {
                List<CompletionStage<WriteResult>> pending = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    pending.add(store.commit(commitOf(writes.commit(), Guard.NONE)));
                }
                try (Snapshot snapshot = store.snapshot()) {
                    assertEqualsItsLog(snapshot, schema);
                    settle(pending);
                    assertEqualsItsLog(snapshot, schema);
                }
            }
            fixture().close(store);
        });
    }

    private static void settle(List<CompletionStage<WriteResult>> pending) {
        Await.until(
                "all commits to be answered",
                () -> pending.stream()
                        .allMatch(stage -> stage.toCompletableFuture().isDone()));
    }

    private static void assertEqualsItsLog(Snapshot snapshot, Schema schema) {
        Replay replay = new Replay();
        List<Change> log = snapshot.changes(0, 10_000);
        log.forEach(replay::apply);
        assertThat(log.isEmpty() ? 0 : log.get(log.size() - 1).seq()).isEqualTo(snapshot.seq());
        replay.assertEquals(snapshot, schema);
    }

    @Test
    @DisplayName("latest: each call is consistent in itself, while rows come and go in pairs")
    void latest_neverSeesHalfOfACommit() {
        installSample();
        Measure rows = new Measure(Measure.Kind.COUNT_ROWS, null);
        ReadView latest = store.latest();
        for (int i = 0; i < Rounds.of(100); i++) {
            CompletionStage<WriteResult> pair = store.commit(commitOf(
                    List.of(new Write.Insert(app.user("a" + i)), new Write.Insert(app.user("b" + i))), Guard.NONE));
            List<Row> seen = latest.query(Query.of(app.user(), ALL, Query.LIMIT_MAX));
            assertThat(seen.size() % 2).as("rows of whole commits").isZero();
            assertThat(latest.count(app.user(), ALL) % 2).isZero();
            assertThat((Long) latest.aggregate(new AggregateQuery(app.user(), ALL, List.of(rows), List.of(), 1))
                                    .get(0)
                                    .values()
                                    .get(0)
                            % 2)
                    .isZero();
            Await.value(pair);
        }
    }

    @Test
    @DisplayName("Snapshot: several may be open at once, each at its own seq")
    void snapshots_standBesideEachOther() {
        installSample();
        List<Snapshot> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            open.add(store.snapshot());
            insert(app.user("u" + i));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(open.get(i).seq()).isEqualTo(i);
            assertThat(open.get(i).count(app.user(), ALL)).isEqualTo(i);
        }
        open.forEach(Snapshot::close);
        insert(app.user("u9"));
    }

    @Test
    @DisplayName("Snapshot: closing twice is the same as once, and frees what it held")
    void snapshots_areFreedByClose() {
        installSample();
        for (int i = 0; i < 300; i++) {
            Snapshot snapshot = store.snapshot();
            assertThat(snapshot.count(app.user(), ALL)).isZero();
            snapshot.close();
            snapshot.close();
        }
    }
}
