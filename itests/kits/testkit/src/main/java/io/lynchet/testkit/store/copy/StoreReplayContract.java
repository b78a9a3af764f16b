// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.random.RandomWrites;
import io.lynchet.testkit.store.Collected;
import io.lynchet.testkit.store.StoreContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of a replay: a store applies what another one has committed, and continues in another epoch. */
public abstract class StoreReplayContract extends StoreContract {
    private static final OperationKey KEY = new OperationKey("client", "op");

    @BeforeEach
    void assumeSupported() {
        Assumptions.assumeTrue(has(StoreCapability.COPY));
    }

    private static Collected content(Store of) {
        Collected collected = new Collected();
        of.copyTo(collected);
        return collected;
    }

    /** Returns the commits of a store after a seq, read as a replica would. */
    private static List<Change> changes(Store of, long after) {
        try (Snapshot snapshot = of.snapshot()) {
            return snapshot.changes(after, 10_000);
        }
    }

    private static Map<OperationKey, WriteResult> operations(Store of, long from) {
        Map<OperationKey, WriteResult> found = new HashMap<>();
        try (Snapshot snapshot = of.snapshot()) {
            snapshot.operations(from, Long.MAX_VALUE, found::put);
        }
        return found;
    }

    private Store copy() {
        Store copy = fixture().open();
        copy.load(content(store));
        return copy;
    }

    private static void assertSame(Store actual, Store expected) {
        Collected is = content(actual);
        Collected was = content(expected);
        assertThat(is.rows()).isEqualTo(was.rows());
        assertThat(is.changes()).isEqualTo(was.changes());
        assertThat(is.operations()).isEqualTo(was.operations());
        assertThat(is.info().headSeq()).isEqualTo(was.info().headSeq());
        assertThat(is.info().oldestSeq()).isEqualTo(was.info().oldestSeq());
    }

    private static ErrorCode refusal(Store store, List<Change> changes) {
        return catchThrowableOfType(LynchetException.class, () -> store.replay(changes, Map.of()))
                .code();
    }

    private WriteResult operation(OperationKey key, String id) {
        return Await.value(store.commit(new Commit(
                List.of(patch(app.user(), id, "name", key.operationId())),
                Guard.NONE,
                Optional.of(new Operation(key, "digest")),
                Optional.empty())));
    }

    @Test
    @DisplayName("replay: rows, seqs, instants, last changes and answers become what they are there")
    void replay_makesTheSameStore() {
        installSample();
        insert(app.user("u1", "email", "a"), app.user("u2", "email", "b"));
        Store copy = copy();

        update(app.user(), "u1", "email", "c");
        commit(List.of(patch(app.user(), "u2", "email", "a"), patch(app.user(), "u1", "email", "b")));
        commit(List.of(patch(app.user(), "u2", "email", "b"), patch(app.user(), "u1", "email", "a")));
        commit(List.of(
                new Write.Insert(app.user("u3", "email", "a")),
                patch(app.user(), "u1", "email", "b"),
                patch(app.user(), "u1", "name", "n"),
                patch(app.user(), "u2", "email", "c"),
                new Write.Delete(app.user(), "u3", Write.ANY)));
        delete(app.user(), "u2");
        insert(app.user("u2"), app.todo("t1", "owner", "u1"));
        operation(KEY, "u1");
        copy.replay(changes(store, 2), operations(store, 2));

        assertSame(copy, store);
    }

    @Test
    @DisplayName("replay: random writes, a few changes at a time, give the same store")
    void replay_ofRandomWrites_givesTheSameStore() {
        Seeds.forEach(5, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).schema();
            install(schema);
            RandomWrites writes = new RandomWrites(random, schema);
            for (int i = 0; i < 20; i++) {
                attempt(writes.commit());
            }
            Store copy = copy();
            for (int i = 0; i < 60; i++) {
                attempt(writes.commit());
            }
            while (copy.info().headSeq() < store.info().headSeq()) {
                List<Change> all = changes(store, copy.info().headSeq());
                Change some = all.get(random.nextInt(Math.min(all.size(), 5)));
                copy.replay(all.subList(0, (int) (some.commitSeq() - copy.info().headSeq())), Map.of());
            }
            assertSame(copy, store);
        });
    }

    // Most random writes succeed; refused ones leave nothing.
    private void attempt(List<Write> writes) {
        store.commit(commitOf(writes, Guard.NONE))
                .handle((answer, refusal) -> answer)
                .toCompletableFuture()
                .join();
    }

    @Test
    @DisplayName("replay: goes on with the next seq, checks again what comes then, and survives a restart")
    void replay_isLikeHavingCommitted() {
        installSample();
        insert(app.user("u1", "email", "a"));
        Store source = store;
        Store copy = copy();
        insert(app.user("u2", "email", "b"));
        copy.replay(changes(source, 1), Map.of());
        store = copy;
        assertThat(refusalOf(new Write.Insert(app.user("u3", "email", "b"))).code())
                .isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        if (has(StoreCapability.DURABLE)) {
            store = fixture().reopen();
            // After a start, entities are of a new generation.
            store.install(app.schema(), new MigrationPlan(List.of(), Set.of()));
        }
        assertThat(log()).isEqualTo(changes(source, 0));
        assertThat(commit(inserts(List.of(app.user("u4")))).seq()).isEqualTo(3);
    }

    @Test
    @DisplayName("replay: CONFLICT for a gap, a repetition, another row and another entity; nothing of it is stored")
    void replay_ofAnotherHistory_isRefusedWhole() {
        installSample();
        insert(app.user("u1"), app.user("u2"));
        Store copy = copy();
        update(app.user(), "u1", "name", "x");
        update(app.user(), "u1", "name", "y");
        update(app.user(), "u2", "name", "z");
        List<Change> tail = changes(store, 2);
        Change first = tail.get(0);
        store = copy;

        assertThat(refusal(copy, tail.subList(1, 3))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refusal(copy, List.of(first, tail.get(2)))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refusal(copy, List.of(first, first))).isEqualTo(ErrorCode.CONFLICT);
        Change other = Change.single(
                4,
                "User",
                "u2",
                ChangeKind.UPDATE,
                tail.get(0).before(),
                tail.get(0).after(),
                first.at());
        assertThat(refusal(copy, List.of(first, other))).isEqualTo(ErrorCode.CONFLICT);
        Change unknown = Change.single(4, "User", "u7", ChangeKind.DELETE, first.before(), null, first.at());
        assertThat(refusal(copy, List.of(first, unknown))).isEqualTo(ErrorCode.CONFLICT);
        Change existing = Change.single(4, "User", "u2", ChangeKind.INSERT, null, first.after(), first.at());
        assertThat(refusal(copy, List.of(first, existing))).isEqualTo(ErrorCode.CONFLICT);

        assertNothingCommittedSince(2);
        copy.replay(tail, Map.of());
        assertThat(copy.info().headSeq()).isEqualTo(5);
    }

    @Test
    @DisplayName("replay: entries of an entity that was dropped count for the seq only")
    void replay_ofEntriesWithoutRows_keepsTheSeq() {
        installSample();
        insert(app.user("u1"));
        Store copy = copy();
        Change gone = Change.single(2, "Gone", "g1", ChangeKind.UPDATE, null, null, Instant.EPOCH);
        copy.replay(List.of(gone), Map.of());
        assertThat(changes(copy, 1)).containsExactly(gone);
    }

    @Test
    @DisplayName("replay: listeners hear of it")
    void replay_isTold() {
        installSample();
        insert(app.user("u1"));
        Store copy = copy();
        insert(app.user("u2"));
        List<Change> heard = new ArrayList<>();
        Store.Listening listening = copy.listen(heard::addAll);
        copy.replay(changes(store, 1), Map.of());
        Await.until("the change is told", () -> heard.size() == 1);
        listening.close();
        assertThat(heard).isEqualTo(changes(store, 1));
    }

    @Test
    @DisplayName("replay: an answer is replayed to its key from then on, also one that is known already")
    void replay_bringsAnswers() {
        Assumptions.assumeTrue(has(StoreCapability.IDEMPOTENCY));
        installSample();
        insert(app.user("u1"));
        Store copy = copy();
        WriteResult first = operation(KEY, "u1");
        copy.replay(changes(store, 1), operations(store, 1));
        copy.replay(List.of(), operations(store, 1));
        store = copy;
        WriteResult again = operation(KEY, "u1");
        assertThat(again.replayed()).isTrue();
        assertThat(again.seq()).isEqualTo(first.seq());
    }

    @Test
    @DisplayName("operations: those whose seq is in the range, as the snapshot saw them")
    void operations_areThoseFromASeq() {
        Assumptions.assumeTrue(has(StoreCapability.IDEMPOTENCY));
        installSample();
        insert(app.user("u1"));
        operation(new OperationKey("c", "2"), "u1");
        operation(new OperationKey("c", "3"), "u1");
        try (Snapshot snapshot = store.snapshot()) {
            operation(new OperationKey("c", "4"), "u1");
            List<Long> seqs = new ArrayList<>();
            snapshot.operations(3, 9, (key, answer) -> seqs.add(answer.seq()));
            assertThat(seqs).containsExactly(3L);
        }
        assertThat(operations(store, 0)).hasSize(3);
        assertThat(operations(store, 4)).containsOnlyKeys(new OperationKey("c", "4"));
        assertThat(operations(store, 5)).isEmpty();
        try (Snapshot snapshot = store.snapshot()) {
            List<Long> seqs = new ArrayList<>();
            snapshot.operations(2, 3, (key, answer) -> seqs.add(answer.seq()));
            assertThat(seqs).containsExactlyInAnyOrder(2L, 3L);
        }
    }

    @Test
    @DisplayName("schema: of the snapshot, whatever is installed meanwhile; empty before the first install")
    void schema_isTheSnapshots() {
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.schema()).isEmpty();
        }
        installSample();
        try (Snapshot snapshot = store.snapshot()) {
            Schema first = store.installed().orElseThrow();
            List<MigrationStep> drops = first.entities().stream()
                    .<MigrationStep>map(entity -> new MigrationStep.DropEntity(entity.name()))
                    .toList();
            store.install(
                    Schema.EMPTY,
                    new MigrationPlan(
                            drops, drops.stream().map(MigrationStep::label).collect(Collectors.toSet())));
            assertThat(snapshot.schema()).containsSame(first);
        }
    }

    @Test
    @DisplayName("beginEpoch: at the head, the log is kept and seqs go on")
    void beginEpoch_atTheHead_keepsTheLog() {
        installSample();
        insert(app.user("u1"));
        store.beginEpoch(2, 1);
        assertThat(store.info().epoch()).isEqualTo(2);
        assertThat(log()).hasSize(1);
        assertThat(insert(app.user("u2")).seq()).isEqualTo(2);
    }

    @Test
    @DisplayName("beginEpoch: above the head, what was cut off can't be taken up, and it survives a restart")
    void beginEpoch_aboveTheHead_forgetsTheLog() {
        installSample();
        insert(app.user("u1"));
        store.beginEpoch(7, 100);
        if (has(StoreCapability.DURABLE)) {
            store = fixture().reopen();
            // After a start, entities are of a new generation.
            store.install(app.schema(), new MigrationPlan(List.of(), Set.of()));
        }
        assertThat(store.info().epoch()).isEqualTo(7);
        assertThat(store.info().headSeq()).isEqualTo(100);
        assertThat(store.info().oldestSeq()).isEqualTo(101);
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.seq()).isEqualTo(100);
            assertThat(snapshot.changes(100, 10)).isEmpty();
            for (long cut : new long[] {0, 1, 50, 99}) {
                assertThat(catchThrowableOfType(LynchetException.class, () -> snapshot.changes(cut, 10))
                                .code())
                        .as("from %s", cut)
                        .isEqualTo(ErrorCode.RESYNC_REQUIRED);
            }
        }
        assertThat(insert(app.user("u2")).seq()).isEqualTo(101);
    }

    @Test
    @DisplayName("beginEpoch: never back")
    void beginEpoch_back_isRefused() {
        installSample();
        insert(app.user("u1"), app.user("u2"));
        assertThatIllegalArgumentException().isThrownBy(() -> store.beginEpoch(1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> store.beginEpoch(2, 1));
        assertThat(store.info().epoch()).isEqualTo(1);
    }
}
