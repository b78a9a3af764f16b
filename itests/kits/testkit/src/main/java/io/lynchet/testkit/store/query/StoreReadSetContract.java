// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.ReadSet;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.RowList;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomFilters;
import io.lynchet.testkit.random.RandomRows;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.random.RandomWrites;
import io.lynchet.testkit.store.StoreContract;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of commits with a read set: refused when the read set no longer holds. */
public abstract class StoreReadSetContract extends StoreContract {
    private int written;

    @BeforeEach
    final void installTheSample() {
        installSample();
        insert(app.user("u1"), app.user("u2"), app.todo("t1", "rank", 1L), app.todo("t2", "rank", 5L));
    }

    private void assumeSupported() {
        Assumptions.assumeTrue(has(StoreCapability.READ_SETS));
    }

    /** Commits a row with that read set. */
    private Optional<LynchetException> commitHavingRead(ReadSet reads) {
        Write write = new Write.Insert(app.user("w" + written++));
        try {
            Await.value(store.commit(new Commit(List.of(write), Guard.NONE, Optional.empty(), Optional.of(reads))));
            return Optional.empty();
        } catch (LynchetException e) {
            return Optional.of(e);
        }
    }

    private void assertConflict(ReadSet reads) {
        long head = store.info().headSeq();
        assertThat(commitHavingRead(reads))
                .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT));
        assertNothingCommittedSince(head);
    }

    private void assertStillTrue(ReadSet reads) {
        assertThat(commitHavingRead(reads)).isEmpty();
    }

    private static ReadSet rowRead(long seq, String entity, String id) {
        return new ReadSet(seq, List.of(new ReadSet.RowRead(entity, id)), List.of());
    }

    private ReadSet ranksAbove(long seq, long rank) {
        Filter filter = new Filter.Compare(
                new Operand.FieldRef(0, app.todo().fieldOrNull("rank")), Comparison.GREATER, new Operand.Literal(rank));
        return new ReadSet(seq, List.of(), List.of(new ReadSet.FilterRead(app.todo(), filter)));
    }

    @Test
    @DisplayName("a store without the power refuses read sets with UNSUPPORTED")
    void withoutThePower_readSetsAreRefused() {
        Assumptions.assumeFalse(has(StoreCapability.READ_SETS));
        assertThat(commitHavingRead(rowRead(4, "User", "u1")))
                .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    }

    @Test
    @DisplayName("CONFLICT when a log entry after seq belongs to a row that was read by id")
    void rowRead_thatChanged_isAConflict() {
        assumeSupported();
        assertStillTrue(rowRead(4, "User", "u1"));
        long seq = store.info().headSeq();
        update(app.user(), "u1", "name", "n");
        assertConflict(rowRead(seq, "User", "u1"));
        assertStillTrue(rowRead(seq + 1, "User", "u1"));
        assertStillTrue(rowRead(seq, "User", "u2"));
        assertStillTrue(rowRead(seq, "Todo", "u1"));
    }

    @Test
    @DisplayName("a row that was read as absent conflicts with its insert, and a read row with its delete")
    void rowRead_thatCameOrWent_isAConflict() {
        assumeSupported();
        insert(app.user("u9"));
        assertConflict(rowRead(4, "User", "u9"));
        long seq = store.info().headSeq();
        delete(app.user(), "u2");
        assertConflict(rowRead(seq, "User", "u2"));
    }

    @Test
    @DisplayName("CONFLICT when a log entry after seq matches a filter that was read, before or after the change")
    void filterRead_conflictsWithRowsThatEnterLeaveOrStay() {
        assumeSupported();
        insert(app.todo("t3", "rank", 7L));
        assertConflict(ranksAbove(4, 3));
        assertStillTrue(ranksAbove(4, 7));
        long seq = store.info().headSeq();
        update(app.todo(), "t3", "rank", 0L);
        assertConflict(ranksAbove(seq, 3));
        assertStillTrue(ranksAbove(seq, 7));
        seq = store.info().headSeq();
        update(app.todo(), "t2", "done", true);
        assertConflict(ranksAbove(seq, 3));
        seq = store.info().headSeq();
        delete(app.todo(), "t2");
        assertConflict(ranksAbove(seq, 3));
        assertStillTrue(ranksAbove(seq, 5));
    }

    @Test
    @DisplayName("the commit's own writes and later ones are no conflict")
    void ownWrites_areNoConflict() {
        assumeSupported();
        Commit commit = new Commit(
                List.of(patch(app.user(), "u1", "name", "n"), patch(app.todo(), "t1", "rank", 9L)),
                Guard.NONE,
                Optional.empty(),
                Optional.of(new ReadSet(
                        4,
                        List.of(new ReadSet.RowRead("User", "u1")),
                        ranksAbove(4, 0).filters())));
        Await.value(store.commit(commit));
    }

    @Test
    @DisplayName("an empty read set is always true, an update that changed nothing is no change")
    void emptyReadSets_areTrue() {
        assumeSupported();
        insert(app.user("u9"));
        assertStillTrue(new ReadSet(0, List.of(), List.of()));
        long seq = store.info().headSeq();
        update(app.user(), "u1", "name", "user u1");
        assertStillTrue(rowRead(seq, "User", "u1"));
    }

    @Test
    @DisplayName("a known operation is answered again although its read set is no longer true")
    void replay_comesBeforeTheReadSet() {
        assumeSupported();
        Assumptions.assumeTrue(has(StoreCapability.IDEMPOTENCY));
        Commit commit = new Commit(
                List.of(patch(app.user(), "u1", "name", "n")),
                Guard.NONE,
                Optional.of(new Operation(new OperationKey("c", "o"), "")),
                Optional.of(rowRead(4, "User", "u1")));
        assertThat(Await.value(store.commit(commit)).replayed()).isFalse();
        assertThat(Await.value(store.commit(commit)).replayed()).isTrue();
    }

    @Test
    @DisplayName("SchemaChangedException when a filter was read under another schema")
    void filterRead_ofAnotherGeneration_saysThatTheSchemaChanged() {
        assumeSupported();
        Entity stranger = new Sample().todo();
        ReadSet reads = new ReadSet(4, List.of(), List.of(new ReadSet.FilterRead(stranger, Filter.Constant.TRUE)));
        assertThat(commitHavingRead(reads))
                .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(SchemaChangedException.class));
    }

    @Test
    @DisplayName("random filters: a conflict exactly when an entry matches before or after its change")
    void filterReads_agreeWithTheLog() {
        assumeSupported();
        Seeds.forEach(5, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).withoutUnique().schema();
            install(schema);
            List<Row> rows = new RandomRows(random).rows(schema, 4);
            commit(inserts(rows));
            RandomWrites writes = new RandomWrites(random, schema);
            RandomFilters filters = new RandomFilters(random, schema, rows);
            for (int i = 0; i < 40; i++) {
                assertConflictAsTheLogSays(random, schema, filters, writes);
            }
            fixture().close(store);
        });
    }

    private void assertConflictAsTheLogSays(Random random, Schema schema, RandomFilters filters, RandomWrites writes) {
        long seq = store.info().headSeq();
        store.commit(commitOf(writes.commit(), Guard.NONE))
                .toCompletableFuture()
                .handle((done, failed) -> done)
                .join();
        Entity entity = schema.entities().get(random.nextInt(schema.entities().size()));
        Filter filter = filters.flat(entity);
        boolean conflict = log().stream()
                .filter(change -> change.seq() > seq && change.entity().equals(entity.name()))
                .anyMatch(change -> touches(filter, change));
        ReadSet reads = new ReadSet(seq, List.of(), List.of(new ReadSet.FilterRead(entity, filter)));
        Row any = store.latest().query(Query.of(schema.entities().get(0), Filter.Constant.TRUE, 1)).stream()
                .findFirst()
                .orElse(null);
        if (any == null) {
            return;
        }
        Commit commit =
                new Commit(List.of(patch(any.entity(), any.id())), Guard.NONE, Optional.empty(), Optional.of(reads));
        boolean refused = store.commit(commit)
                .toCompletableFuture()
                .handle((done, failed) -> failed != null)
                .join();
        assertThat(refused).as("%s", filter).isEqualTo(conflict);
    }

    private static boolean touches(Filter filter, Change change) {
        RowList none = new RowList(List.of());
        return (change.before() != null && filter.matches(Scope.of(change.before(), none)))
                || (change.after() != null && filter.matches(Scope.of(change.after(), none)));
    }
}
