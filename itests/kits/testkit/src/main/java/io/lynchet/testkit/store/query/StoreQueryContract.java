// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.query.Scope;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.RowList;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomFilters;
import io.lynchet.testkit.random.RandomRows;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.store.LimitedMeter;
import io.lynchet.testkit.store.StoreContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of queries: a store returns the rows that the filter's own evaluation selects, in the order of
 * {@code ValueOrder}.
 */
public abstract class StoreQueryContract extends StoreContract {
    private static final int FILTERS_PER_SCHEMA = 150;

    private static final Filter ALL = Filter.Constant.TRUE;

    private List<String> ids(Query query) {
        return store.latest().query(query).stream().map(Row::id).toList();
    }

    @Test
    @DisplayName("query: the id, ascending, decides between rows that are equal in all keys; default order is by id")
    void order_isByIdWhenNothingElseDecides() {
        installSample();
        insert(app.user("b"), app.user("a"), app.user("B"), app.user("\ud83d\ude00"), app.user("\ue000"));
        assertThat(ids(Query.of(app.user(), ALL, 10))).containsExactly("B", "a", "b", "\ue000", "\ud83d\ude00");
        SortKey byName = new SortKey(app.user().fieldOrNull("email"), false);
        assertThat(ids(new Query(app.user(), ALL, List.of(byName), 10, 0)))
                .containsExactly("B", "a", "b", "\ue000", "\ud83d\ude00");
    }

    @Test
    @DisplayName("SortKey: absent values come first when ascending and last when descending")
    void order_putsNullsFirstAscendingAndLastDescending() {
        installSample();
        insert(app.todo("a", "rank", 2L), app.todo("b"), app.todo("c", "rank", -5L), app.todo("d"));
        Field rank = app.todo().fieldOrNull("rank");
        assertThat(ids(new Query(app.todo(), ALL, List.of(new SortKey(rank, true)), 10, 0)))
                .containsExactly("b", "d", "c", "a");
        assertThat(ids(new Query(app.todo(), ALL, List.of(new SortKey(rank, false)), 10, 0)))
                .containsExactly("a", "c", "b", "d");
    }

    @Test
    @DisplayName("Compare, In: an instant between two microseconds equals none, and lies between them")
    void comparison_withAnInstantBetweenMicroseconds() {
        installSample();
        Instant before = Instant.parse("1969-12-31T23:59:59.999999Z");
        insert(app.todo("a", "due", before), app.todo("b", "due", Instant.EPOCH), app.todo("c"));
        Operand due = new Operand.FieldRef(0, app.todo().fieldOrNull("due"));
        Operand between = new Operand.Literal(before.plusNanos(1));
        assertThat(matching(new Filter.Compare(due, Comparison.EQUAL, between))).isEmpty();
        assertThat(matching(new Filter.Compare(due, Comparison.NOT_EQUAL, between)))
                .containsExactly("a", "b", "c");
        assertThat(matching(new Filter.Compare(due, Comparison.LESS, between))).containsExactly("a");
        assertThat(matching(new Filter.Compare(due, Comparison.LESS_OR_EQUAL, between)))
                .containsExactly("a");
        assertThat(matching(new Filter.Compare(due, Comparison.GREATER, between)))
                .containsExactly("b");
        assertThat(matching(new Filter.Compare(between, Comparison.LESS_OR_EQUAL, due)))
                .containsExactly("b");
        assertThat(matching(new Filter.In(due, List.of(before.plusNanos(1), Instant.EPOCH))))
                .containsExactly("b");
    }

    private List<String> matching(Filter filter) {
        return ids(Query.of(app.todo(), filter, 10));
    }

    @Test
    @DisplayName("Query: at most limit rows, offset rows skipped first")
    void limitAndOffset_cutTheResult() {
        installSample();
        insert(app.user("a"), app.user("b"), app.user("c"), app.user("d"));
        assertThat(ids(new Query(app.user(), ALL, List.of(), 2, 1))).containsExactly("b", "c");
        assertThat(ids(new Query(app.user(), ALL, List.of(), 2, 3))).containsExactly("d");
        assertThat(ids(new Query(app.user(), ALL, List.of(), 2, 4))).isEmpty();
        assertThat(ids(new Query(app.user(), ALL, List.of(), Query.LIMIT_MAX, Long.MAX_VALUE)))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "Query.bytesMax: ends with the first row before which there are more bytes; the sum of Row.bytes is what counts")
    void bytesMax_endsTheResultWithTheRowThatShowsThereIsMore() {
        installSample();
        for (int i = 0; i < 30; i++) {
            insert(app.todo(
                    "t" + (char) ('a' + i % 26) + i, "slug", (char) ('a' + i % 26) + "\u4e2d".repeat(100 * (i % 7))));
        }
        for (List<SortKey> order : List.of(
                List.<SortKey>of(),
                List.of(new SortKey(app.todo().fieldOrNull("slug"), false)),
                List.of(new SortKey(app.todo().fieldOrNull("rank"), true)))) {
            List<Row> all = store.latest().query(new Query(app.todo(), ALL, order, 100, 0));
            for (long most : new long[] {0, 500, 3_000, 9_000, 1_000_000}) {
                List<Row> expected = new ArrayList<>();
                long bytes = 0;
                for (int i = 3; i < all.size() && bytes <= most; i++) {
                    expected.add(all.get(i));
                    bytes += all.get(i).bytes();
                }
                if (expected.size() < all.size() - 3) {
                    expected.add(all.get(3 + expected.size()));
                }
                List<Row> expectedRows = bytes > most ? expected : all.subList(3, all.size());
                Query limited = new Query(app.todo(), ALL, order, 100, 3, most);
                assertThat(store.latest().query(limited)).isEqualTo(expectedRows);
                try (Snapshot snapshot = store.snapshot()) {
                    assertThat(snapshot.query(limited)).isEqualTo(expectedRows);
                }
            }
        }
    }

    @Test
    @DisplayName(
            "ReadMeter: hears of all rows while they are read, and ends the read with its error; the store goes on")
    void readMeter_hearsOfRows_andEndsTheRead() {
        installSample();
        for (int i = 0; i < 20; i++) {
            insert(app.todo("t" + (char) ('a' + i), "slug", (char) ('a' + i) + "x".repeat(500)));
        }
        long all = store.latest().query(Query.of(app.todo(), ALL, 100)).stream()
                .mapToLong(Row::bytes)
                .sum();
        LimitedMeter enough = new LimitedMeter(all);
        try (ReadMeter.Binding bound = enough.bind()) {
            assertThat(ids(Query.of(app.todo(), ALL, 100))).hasSize(20);
        }
        assertThat(enough.bytes()).isEqualTo(all);
        try (Snapshot snapshot = store.snapshot()) {
            for (ReadView view : List.of(store.latest(), snapshot)) {
                LimitedMeter tight = new LimitedMeter(all / 2);
                try (ReadMeter.Binding bound = tight.bind()) {
                    assertThat(catchThrowableOfType(
                                            LynchetException.class, () -> view.query(Query.of(app.todo(), ALL, 100)))
                                    .code())
                            .isEqualTo(ErrorCode.OVERLOADED);
                }
                assertThat(tight.bytes()).isLessThan(all / 2 + all / 10);
            }
        }
        assertThat(ids(Query.of(app.todo(), ALL, 100))).hasSize(20);
    }

    @Test
    @DisplayName("strings are ordered by code point: a supplementary character comes after U+E000 to U+FFFF")
    void order_ofText_isByCodePoint() {
        installSample();
        List<String> ascending = List.of(
                "",
                "\u0000",
                "A",
                "Z",
                "a",
                "a\u0000",
                "aa",
                "\u00e4",
                "\ud7ff",
                "\ue000",
                "\uffff",
                "\ud800\udc00",
                "\udbff\udfff");
        for (int i = 0; i < ascending.size(); i++) {
            insert(app.todo("t" + (char) ('z' - i), "slug", ascending.get(i)));
        }
        Field slug = app.todo().fieldOrNull("slug");
        assertThat(store.latest().query(new Query(app.todo(), ALL, List.of(new SortKey(slug, true)), 100, 0)))
                .extracting(row -> row.get("slug"))
                .containsExactlyElementsOf(ascending);
        for (String bound : ascending) {
            Filter less =
                    new Filter.Compare(new Operand.FieldRef(0, slug), Comparison.LESS, new Operand.Literal(bound));
            assertThat(store.latest().count(app.todo(), less)).isEqualTo(ascending.indexOf(bound));
        }
    }

    @Test
    @DisplayName("numbers compare by exact mathematical value, also an integer against a float")
    void numbers_nearTheLimitsOfADouble_compareExactly() {
        Entity entity = EntityBuilder.entity("N")
                .optional("i", FieldType.INT)
                .optional("f", FieldType.FLOAT)
                .build();
        install(new Schema(List.of(entity)));
        long[] ints = {
            0, 1, 1L << 53, (1L << 53) + 1, (1L << 53) - 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE
        };
        double[] floats = {0.0, 0.5, 1.0, 0x1p53, 0x1p53 + 2, 0x1p63, -0x1p63, Math.nextDown(0x1p63), 1e300};
        List<Row> rows = new ArrayList<>();
        for (long i : ints) {
            for (double f : floats) {
                rows.add(Rows.of(entity, "r" + rows.size(), "i", i, "f", f));
            }
        }
        commit(inserts(rows));
        RowList expected = new RowList(rows);
        Operand left = new Operand.FieldRef(0, entity.fieldOrNull("i"));
        Operand right = new Operand.FieldRef(0, entity.fieldOrNull("f"));
        for (Comparison comparison : Comparison.values()) {
            assertSame(expected, store.latest(), entity, new Filter.Compare(left, comparison, right));
            for (double f : floats) {
                assertSame(
                        expected, store.latest(), entity, new Filter.Compare(left, comparison, new Operand.Literal(f)));
                assertSame(expected, store.latest(), entity, new Filter.In(left, List.of(f, 1.0)));
            }
            for (long i : ints) {
                assertSame(
                        expected,
                        store.latest(),
                        entity,
                        new Filter.Compare(new Operand.Literal(i), comparison, right));
            }
        }
    }

    @Test
    @DisplayName("Filter: whatever a store does with a filter must give the same rows as matches()")
    void filters_agreeWithTheirReferenceEvaluation() {
        Seeds.forEach(12, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).withoutUnique().schema();
            install(schema);
            List<Row> rows = new RandomRows(random).rows(schema, 12);
            commit(inserts(rows));
            RowList expected = new RowList(rows);
            RandomFilters filters = new RandomFilters(random, schema, rows);
            for (int i = 0; i < FILTERS_PER_SCHEMA; i++) {
                Entity entity =
                        schema.entities().get(random.nextInt(schema.entities().size()));
                Filter filter = filters.filter(entity);
                assertSame(expected, store.latest(), entity, filter);
                Query query = query(random, entity, filter);
                assertThat(store.latest().query(query)).as("%s", query).isEqualTo(expected.query(query));
            }
            fixture().close(store);
        });
    }

    private static Query query(Random random, Entity entity, Filter filter) {
        List<Field> sortable = entity.fields().stream()
                .filter(field -> field.type().kind().ordered())
                .toList();
        List<SortKey> order = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            order.add(new SortKey(sortable.get(random.nextInt(sortable.size())), random.nextBoolean()));
        }
        return new Query(
                entity, filter, order, 1 + random.nextInt(15), random.nextInt(3) == 0 ? random.nextInt(10) : 0);
    }

    private static void assertSame(RowList expected, ReadView view, Entity entity, Filter filter) {
        List<Row> rows = new RowList(expected.matching(entity, filter))
                .query(Query.of(entity, Filter.Constant.TRUE, Query.LIMIT_MAX));
        assertThat(view.query(Query.of(entity, filter, Query.LIMIT_MAX)))
                .as("%s of %s", filter, entity)
                .isEqualTo(rows);
        assertThat(view.count(entity, filter)).as("%s", filter).isEqualTo(rows.size());
    }

    @Test
    @DisplayName("RowSource: exists agrees, for views and inside a transaction, with outer rows at depth 1 and more")
    void exists_agreesWithTheReference() {
        Seeds.forEach(6, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).withoutUnique().schema();
            install(schema);
            List<Row> rows = new RandomRows(random).rows(schema, 8);
            commit(inserts(rows));
            RowList expected = new RowList(rows);
            RandomFilters filters = new RandomFilters(random, schema, rows);
            Row outer = rows.get(random.nextInt(rows.size()));
            for (int i = 0; i < 40; i++) {
                Filter filter = filters.filter(outer.entity());
                boolean wanted = filter.matches(Scope.of(outer, expected));
                assertThat(filter.matches(Scope.of(outer, store.latest())))
                        .as("%s", filter)
                        .isEqualTo(wanted);
                AtomicReference<Boolean> inside = new AtomicReference<>();
                Guard guard = (write, before, after, source) -> inside.set(filter.matches(Scope.of(outer, source)));
                Await.value(store.commit(commitOf(List.of(patch(outer.entity(), outer.id())), guard)));
                assertThat(inside.get()).as("in a guard: %s", filter).isEqualTo(wanted);
            }
            fixture().close(store);
        });
    }

    @Test
    @DisplayName("Computed: what its code throws comes out as it is")
    void computed_thatFails_failsTheRead() {
        installSample();
        insert(app.user("u1"));
        LynchetException missing = new LynchetException(ErrorCode.POLICY_FUNCTION_MISSING, "fn is not there");
        Operand call = new Operand.Computed(
                "fn", List.of(new Operand.FieldRef(0, app.user().id())), FieldType.BOOL, arguments -> {
                    throw missing;
                });
        assertThat(catchThrowableOfType(
                        LynchetException.class, () -> store.latest().count(app.user(), new Filter.IsTrue(call))))
                .isSameAs(missing);
        assertThatThrownBy(() -> store.latest().query(Query.of(app.user(), new Filter.IsTrue(call), 1)))
                .isSameAs(missing);
    }

    @Test
    @DisplayName("Computed: filters, counts, pages and offsets are those of the rows that match")
    void computed_isAppliedBeforeLimitAndOffset() {
        installSample();
        for (int i = 0; i < 30; i++) {
            insert(app.todo("t" + (char) ('A' + i), "rank", (long) i));
        }
        Operand odd = new Operand.Computed(
                "odd",
                List.of(new Operand.FieldRef(0, app.todo().fieldOrNull("rank"))),
                FieldType.BOOL,
                arguments -> (Long) arguments.get(0) % 2 == 1);
        Filter filter = new Filter.IsTrue(odd);
        assertThat(store.latest().count(app.todo(), filter)).isEqualTo(15);
        SortKey down = new SortKey(app.todo().fieldOrNull("rank"), false);
        assertThat(store.latest().query(new Query(app.todo(), filter, List.of(down), 3, 2)))
                .extracting(row -> row.get("rank"))
                .containsExactly(25L, 23L, 21L);
    }

    @Test
    @DisplayName("large and deep filters: 1,000 candidates of In, 60 levels of nesting")
    void largeFilters_work() {
        installSample();
        insert(app.user("u1"), app.user("u2"));
        List<Object> many = new ArrayList<>();
        for (int i = 1; i < 2_000; i += 2) {
            many.add("u" + i);
        }
        Operand id = new Operand.FieldRef(0, app.user().id());
        assertThat(ids(Query.of(app.user(), new Filter.In(id, many), 10))).containsExactly("u1");
        Filter deep = new Filter.Compare(id, Comparison.EQUAL, new Operand.Literal("u2"));
        for (int i = 0; i < 30; i++) {
            deep = new Filter.Not(new Filter.Any(List.of(new Filter.Not(deep), Filter.Constant.FALSE)));
        }
        assertThat(ids(Query.of(app.user(), deep, 10))).containsExactly("u2");
    }

    @Test
    @DisplayName("View: SchemaChangedException when an entity of an inner exists is not of the installed schema")
    void exists_ofAnotherGeneration_saysThatTheSchemaChanged() {
        installSample();
        commit(List.of(new Write.Insert(app.user("u1"))));
        Filter stale = new Filter.Exists(new Sample().user(), ALL);
        assertThatThrownBy(() -> store.latest().count(app.user(), stale)).isInstanceOf(SchemaChangedException.class);
    }
}
