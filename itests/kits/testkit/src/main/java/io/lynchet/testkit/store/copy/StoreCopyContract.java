// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSource;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.random.RandomWrites;
import io.lynchet.testkit.store.Collected;
import io.lynchet.testkit.store.Replay;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of copies: the whole content of a store, out and in. */
public abstract class StoreCopyContract extends StoreContract {
    private static final OperationKey KEY = new OperationKey("client", "op");

    private void assumeSupported() {
        Assumptions.assumeTrue(has(StoreCapability.COPY));
    }

    private Collected copied() {
        Collected collected = new Collected();
        store.copyTo(collected);
        assertThat(collected.ended()).isTrue();
        return collected;
    }

    private void fill() {
        installSample();
        insert(app.user("u2"), app.user("u1", "email", "e"), app.todo("t1", "owner", "u1", "rank", 1L));
        update(app.todo(), "t1", "rank", 2L, "notes", "\ud83d\ude00\u0000");
        insert(app.user("u3"));
        delete(app.user(), "u3");
        if (has(StoreCapability.IDEMPOTENCY)) {
            Await.value(store.commit(new Commit(
                    List.of(patch(app.user(), "u1", "name", "n"), patch(app.user(), "u2")),
                    Guard.NONE,
                    Optional.of(new Operation(KEY, "digest")),
                    Optional.empty())));
        }
    }

    @Test
    @DisplayName("a store without the power refuses copyTo and load with UNSUPPORTED")
    void withoutThePower_bothAreRefused() {
        Assumptions.assumeFalse(has(StoreCapability.COPY));
        StoreSource nothing = sink -> {};
        assertThat(catchThrowableOfType(LynchetException.class, () -> store.copyTo(new Collected()))
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(catchThrowableOfType(LynchetException.class, () -> store.load(nothing))
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @Test
    @DisplayName(
            "copyTo: first begin, then all rows, entity by entity and by id, then all changes, then operations, then end")
    void copyTo_feedsEverythingInOrder() {
        assumeSupported();
        fill();
        Collected content = copied();
        assertThat(content.info().storeId()).isEqualTo(store.info().storeId());
        assertThat(content.info().headSeq()).isEqualTo(store.info().headSeq());
        assertThat(content.schema()).isSameAs(app.schema());
        assertThat(content.rows()).extracting(kept -> kept.row().id()).containsExactly("u1", "u2", "t1");
        assertThat(content.rows())
                .allSatisfy(kept -> assertThat(store.latest()
                                .lastChange(kept.row().entity(), kept.row().id()))
                        .hasValue(kept.lastChange()));
        assertThat(content.changes()).isEqualTo(log());
    }

    @Test
    @DisplayName("copyTo: rows come by id, which is by code point")
    void copyTo_ordersIdsByCodePoint() {
        assumeSupported();
        installSample();
        insert(app.user("\ud83d\ude00"), app.user("\ue000"), app.user("a"), app.user("B"));
        assertThat(copied().rows())
                .extracting(kept -> kept.row().id())
                .containsExactly("B", "a", "\ue000", "\ud83d\ude00");
    }

    @Test
    @DisplayName("load: everything that copyTo gave, seqs, ids, log and remembered answers included")
    void load_givesTheSameStore() {
        assumeSupported();
        fill();
        Collected content = copied();
        StoreInfo before = store.info();
        List<Change> log = log();
        store = fixture().open();
        store.load(content);
        assertThat(store.installed()).containsSame(app.schema());
        assertThat(store.info().storeId()).isEqualTo(before.storeId());
        assertThat(store.info().epoch()).isEqualTo(before.epoch());
        assertThat(store.info().headSeq()).isEqualTo(before.headSeq());
        assertThat(store.info().oldestSeq()).isEqualTo(before.oldestSeq());
        assertThat(log()).isEqualTo(log);
        Collected again = copied();
        assertThat(again.rows()).isEqualTo(content.rows());
        assertThat(again.operations()).isEqualTo(content.operations());
        assertThat(insert(app.user("u9")).seq())
                .as("goes on with the next number")
                .isEqualTo(before.headSeq() + 1);
        assertThat(refusalOf(new Write.Insert(app.user("u8", "email", "e"))).code())
                .isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        assertThat(refusalOf(new Write.Delete(app.user(), "u1", Write.ANY)).code())
                .isEqualTo(ErrorCode.REFERENCE_IN_USE);
        assertReplays();
    }

    private void assertReplays() {
        if (has(StoreCapability.IDEMPOTENCY)) {
            WriteResult again = Await.value(store.commit(new Commit(
                    List.of(new Write.Insert(app.user("x"))),
                    Guard.NONE,
                    Optional.of(new Operation(KEY, "digest")),
                    Optional.empty())));
            assertThat(again.replayed()).isTrue();
            assertThat(again.items()).extracting(WriteResult.Item::seq).containsExactly(7L, 0L);
            Commit other = new Commit(
                    List.of(new Write.Insert(app.user("x"))),
                    Guard.NONE,
                    Optional.of(new Operation(KEY, "another")),
                    Optional.empty());
            assertThat(Await.refusal(store.commit(other)).code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        }
    }

    @Test
    @DisplayName("copyTo: consistent at one seq, while writers go on")
    void copyTo_isConsistentWhileWritersRun() {
        assumeSupported();
        Seeds.forEach(3, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).schema();
            install(schema);
            RandomWrites writes = new RandomWrites(random, schema);
            List<CompletionStage<WriteResult>> pending = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                pending.add(store.commit(commitOf(writes.commit(), Guard.NONE)));
            }
            Collected content = copied();
            pending.forEach(stage ->
                    stage.toCompletableFuture().handle((done, failed) -> done).join());
            Store target = fixture().open();
            target.load(content);
            Replay replay = new Replay();
            content.changes().forEach(replay::apply);
            replay.assertEquals(target.latest(), schema);
            assertThat((long) content.changes().size()).isEqualTo(content.info().headSeq());
            assertByIdInEachEntity(content, schema);
            fixture().close(target);
            fixture().close(store);
        });
    }

    private static void assertByIdInEachEntity(Collected content, Schema schema) {
        for (Entity entity : schema.entities()) {
            List<String> ids = content.rows().stream()
                    .map(Collected.Kept::row)
                    .filter(row -> row.entity() == entity)
                    .map(Row::id)
                    .toList();
            assertThat(ids).isSortedAccordingTo(Comparator.comparing(id -> id, ValueOrder::compare));
        }
    }

    @Test
    @DisplayName("load: CONFLICT if it is not empty, and nothing is changed")
    void load_intoAStoreWithRows_isRefused() {
        assumeSupported();
        fill();
        Collected content = copied();
        store = fixture().open();
        Sample other = new Sample();
        install(other.schema());
        insert(other.user("mine"));
        assertThat(catchThrowableOfType(LynchetException.class, () -> store.load(content))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(store.installed()).containsSame(other.schema());
        assertThat(store.latest().query(Query.of(other.user(), Filter.Constant.TRUE, 10)))
                .containsExactly(other.user("mine"));
    }

    @Test
    @DisplayName("load: all or nothing; a failure of the source comes out as it is, and the store can be loaded again")
    void load_ofASourceThatFails_leavesTheStoreEmpty() {
        assumeSupported();
        fill();
        Collected content = copied();
        store = fixture().open();
        IllegalStateException broken = new IllegalStateException("broken");
        assertThatThrownBy(() -> store.load(sink -> {
                    content.feedWithoutEnd(sink, content.info());
                    throw broken;
                }))
                .isSameAs(broken);
        assertEmpty();
        assertThatThrownBy(() -> store.load(sink -> content.feedWithoutEnd(sink, content.info())))
                .as("a source that ends before its end")
                .isInstanceOf(LynchetException.class);
        assertEmpty();
        store.load(content);
        assertThat(log()).isEqualTo(content.changes());
    }

    private void assertEmpty() {
        assertThat(store.installed()).isEmpty();
        assertThat(store.info().headSeq()).isZero();
        assertNothingCommittedSince(0);
    }

    @Test
    @DisplayName("load of an empty store gives an empty store")
    void load_ofAnEmptyStore_works() {
        assumeSupported();
        installSample();
        Collected content = copied();
        store = fixture().open();
        store.load(content);
        assertThat(insert(app.user("u1")).seq()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "headSeq of the source counts, though its log ends before: seqs go on above it, in the epoch of the source")
    void load_withAHeadAboveTheLog_goesOnAboveIt() {
        assumeSupported();
        fill();
        Collected content = copied();
        long last = content.info().headSeq();
        store = fixture().open();
        StoreInfo restored = content.info();
        StoreInfo higher = new StoreInfo(
                restored.provider(), restored.storeId(), 2, last + 100, 1, restored.capabilities(), restored.details());
        store.load(sink -> {
            content.feedWithoutEnd(sink, higher);
            sink.end();
        });
        assertThat(store.info().epoch()).isEqualTo(2);
        assertThat(store.info().headSeq()).isEqualTo(last + 100);
        assertThat(insert(app.user("u9")).seq()).isEqualTo(last + 101);
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.changes(last, 10)).extracting(Change::seq).containsExactly(last + 101);
        }
    }

    @Test
    @DisplayName("changes: RESYNC_REQUIRED when entries after the given seq have been pruned")
    void changes_beforeTheOldest_needAResync() {
        assumeSupported();
        fill();
        Collected content = copied();
        StoreInfo whole = content.info();
        StoreInfo pruned = new StoreInfo(
                whole.provider(), whole.storeId(), 1, whole.headSeq(), 4, whole.capabilities(), whole.details());
        store = fixture().open();
        store.load(sink -> {
            content.feedWithoutEnd(sink, pruned);
            sink.end();
        });
        assertThat(store.info().oldestSeq()).isEqualTo(4);
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.changes(3, 1)).extracting(Change::seq).containsExactly(4L);
            assertThat(catchThrowableOfType(LynchetException.class, () -> snapshot.changes(2, 1))
                            .code())
                    .isEqualTo(ErrorCode.RESYNC_REQUIRED);
        }
    }
}
