// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Recording;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.random.RandomWrites;
import io.lynchet.testkit.store.Collected;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of commit bounds in the log: no reader gets half a commit. */
public abstract class StoreCommitBoundsContract extends StoreContract {
    /** Makes commits of 1, 3, 2 and 1 changes. */
    private void fill() {
        installSample();
        insert(app.user("u1"));
        commit(List.of(
                new Write.Insert(app.user("u2")),
                patch(app.user(), "u1", "name", "n"),
                patch(app.user(), "u1", "name", "n"),
                new Write.Delete(app.user(), "u2", Write.ANY)));
        insert(app.user("u3"), app.user("u4"));
        insert(app.user("u5"));
    }

    private static List<Long> ends(List<Change> changes) {
        return changes.stream().map(Change::commitSeq).toList();
    }

    private static List<Long> seqs(List<Change> changes) {
        return changes.stream().map(Change::seq).toList();
    }

    private static ErrorCode refusal(Snapshot snapshot, long after) {
        return catchThrowableOfType(LynchetException.class, () -> snapshot.changes(after, 10))
                .code();
    }

    @Test
    @DisplayName("commitSeq: seq of the last change of the commit; writes that change nothing don't count")
    void commitSeq_isThatOfTheLastChange() {
        fill();
        assertThat(ends(log())).containsExactly(1L, 4L, 4L, 4L, 6L, 6L, 7L);
        assertThat(seqs(log())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    @DisplayName("commitSeq: of commits that come at once and share a transaction, each has its own")
    void commitSeq_ofCommitsThatComeAtOnce_isThatOfTheAnswer() {
        Seeds.forEach(5, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).schema();
            install(schema);
            RandomWrites writes = new RandomWrites(random, schema);
            List<CompletableFuture<WriteResult>> pending = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                pending.add(store.commit(commitOf(writes.commit(), Guard.NONE)).toCompletableFuture());
            }
            for (var stage : pending) {
                // Many are refused, and have no place in the log.
                WriteResult committed = stage.handle((done, failed) -> done).join();
                if (committed != null) {
                    committed.items().stream()
                            .filter(applied -> applied.seq() > 0)
                            .forEach(applied -> assertThat(change(applied.seq()).commitSeq())
                                    .isEqualTo(committed.seq()));
                }
            }
            assertWhole(log());
            fixture().close(store);
        });
    }

    private Change change(long seq) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.change(seq).orElseThrow();
        }
    }

    private static void assertWhole(List<Change> changes) {
        long end = 0;
        for (Change change : changes) {
            if (end != 0) {
                assertThat(change.commitSeq()).isEqualTo(end);
            }
            end = change.endsCommit() ? 0 : change.commitSeq();
        }
        assertThat(end).as("the end of a commit that is not there").isZero();
    }

    @Test
    @DisplayName("changes: whole commits, at most so many changes, or one commit that has more")
    void changes_neverEndInsideACommit() {
        fill();
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(seqs(snapshot.changes(0, 1))).containsExactly(1L);
            assertThat(seqs(snapshot.changes(0, 3))).containsExactly(1L);
            assertThat(seqs(snapshot.changes(0, 4))).containsExactly(1L, 2L, 3L, 4L);
            assertThat(seqs(snapshot.changes(1, 1))).as("longer than asked for").containsExactly(2L, 3L, 4L);
            assertThat(seqs(snapshot.changes(1, 4))).containsExactly(2L, 3L, 4L);
            assertThat(seqs(snapshot.changes(4, 10))).containsExactly(5L, 6L, 7L);
        }
    }

    @Test
    @DisplayName("changes: RESYNC_REQUIRED when after is inside a commit")
    void changes_fromInsideACommit_needAResync() {
        fill();
        try (Snapshot snapshot = store.snapshot()) {
            for (long inside : List.of(2L, 3L, 5L)) {
                assertThat(refusal(snapshot, inside)).isEqualTo(ErrorCode.RESYNC_REQUIRED);
            }
        }
    }

    @Test
    @DisplayName("changes: the longest commit comes whole, also with limit 1")
    void changes_ofTheLongestCommit_areWhole() {
        installSample();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < Commit.WRITES_MAX; i++) {
            rows.add(app.user("u" + i));
        }
        insert(app.user("first"));
        insert(rows.toArray(Row[]::new));
        insert(app.user("last"));
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.changes(1, 1))
                    .hasSize(Commit.WRITES_MAX)
                    .allMatch(change -> change.commitSeq() == Commit.WRITES_MAX + 1);
            assertThat(snapshot.changes(0, 10_000)).hasSize(1);
        }
    }

    @Test
    @DisplayName("change: one entry, wherever in its commit; none beyond the snapshot or pruned")
    void change_isOneEntry() {
        fill();
        try (Snapshot snapshot = store.snapshot()) {
            insert(app.user("u6"));
            assertThat(snapshot.change(3)).contains(log().get(2));
            assertThat(snapshot.change(8)).isEmpty();
            assertThat(snapshot.change(0)).isEmpty();
        }
        store.pruneLog(5, 100);
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.change(4)).isEmpty();
            assertThat(snapshot.change(8)).isPresent();
        }
    }

    @Test
    @DisplayName("listener: hears of whole commits")
    void listener_hearsOfWholeCommits() {
        Recording heard = new Recording();
        try (Store.Listening listening = store.listen(heard)) {
            fill();
        }
        assertThat(heard.changes()).isEqualTo(log());
        assertThat(heard.calls()).allSatisfy(StoreCommitBoundsContract::assertWhole);
    }

    @Test
    @DisplayName("pruneLog: cuts between commits; one that is longer than asked for goes alone, the newest stays whole")
    void pruneLog_cutsBetweenCommits() {
        fill();
        assertThat(store.pruneLog(4, 100)).as("inside a commit").isEqualTo(2);
        assertThat(store.pruneLog(4, 100)).isEqualTo(2);
        assertThat(store.pruneLog(5, 1)).as("longer than asked for").isEqualTo(5);
        assertThat(store.pruneLog(7, 1)).isEqualTo(7);
        insert(app.user("u8"), app.user("u9"));
        assertThat(store.pruneLog(Long.MAX_VALUE, 100)).as("the newest").isEqualTo(8);
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(seqs(snapshot.changes(7, 1))).containsExactly(8L, 9L);
        }
    }

    @Test
    @DisplayName("commits stay what they are over a restart")
    void restart_keepsBounds() {
        assumeTrue(has(StoreCapability.DURABLE));
        fill();
        store = fixture().reopen();
        store.install(app.schema(), new MigrationPlan(List.of(), Set.of()));
        assertThat(ends(log())).containsExactly(1L, 4L, 4L, 4L, 6L, 6L, 7L);
    }

    @Test
    @DisplayName("copyTo and load keep the bounds of commits; half a commit is no content")
    void copy_keepsBounds() {
        assumeTrue(has(StoreCapability.COPY));
        fill();
        Collected content = new Collected();
        store.copyTo(content);
        List<Change> log = log();
        store = fixture().open();
        store.load(content);
        assertThat(ends(log())).isEqualTo(ends(log));

        Store empty = fixture().open();
        assertThat(catchThrowableOfType(
                                LynchetException.class,
                                () -> empty.load(sink -> {
                                    sink.begin(content.info(), content.schema());
                                    content.changes().subList(0, 3).forEach(sink::change);
                                    sink.end();
                                }))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(empty.info().headSeq()).isZero();
    }

    @Test
    @DisplayName("replay: keeps the bounds of commits, and takes no half of one")
    void replay_keepsBounds() {
        assumeTrue(has(StoreCapability.COPY));
        fill();
        Collected content = new Collected();
        store.copyTo(content);
        Store copy = fixture().open();
        copy.load(content);
        insert(app.user("u6"), app.user("u7"), app.user("u8"));
        insert(app.user("u9"));
        List<Change> tail = log().subList(7, 11);

        for (List<Change> halves : List.of(
                tail.subList(0, 2),
                List.of(tail.get(0), tail.get(1).in(9), tail.get(2)),
                List.of(tail.get(0).in(11), tail.get(1), tail.get(2)))) {
            assertThat(catchThrowableOfType(LynchetException.class, () -> copy.replay(halves, Map.of()))
                            .code())
                    .isEqualTo(ErrorCode.CONFLICT);
        }
        assertThat(copy.info().headSeq()).isEqualTo(7);
        copy.replay(tail, Map.of());
        store = copy;
        assertThat(ends(log()).subList(7, 11)).containsExactly(10L, 10L, 10L, 11L);
    }
}
