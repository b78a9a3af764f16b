// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Grouping.Bucket;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Measure.Kind;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.testkit.RowList;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomFilters;
import io.lynchet.testkit.random.RandomRows;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.store.StoreContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of aggregates. */
public abstract class StoreAggregateContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    private Field field(String name) {
        return app.todo().fieldOrNull(name);
    }

    private Measure measure(Kind kind, String field) {
        return new Measure(kind, field == null ? null : field(field));
    }

    private List<Object> figures(Filter filter, Measure... measures) {
        List<AggregateRow> rows =
                store.latest().aggregate(new AggregateQuery(app.todo(), filter, List.of(measures), List.of(), 10));
        assertThat(rows).as("exactly one row when there are no groupings").hasSize(1);
        assertThat(rows.get(0).keys()).isEmpty();
        return rows.get(0).values();
    }

    private List<Object> figures(Measure... measures) {
        return figures(Filter.Constant.TRUE, measures);
    }

    private List<AggregateRow> groups(List<Measure> measures, Grouping... groups) {
        return store.latest()
                .aggregate(new AggregateQuery(app.todo(), Filter.Constant.TRUE, measures, List.of(groups), 10));
    }

    private static AggregateRow group(List<Object> keys, Object... figures) {
        return new AggregateRow(keys, Arrays.asList(figures));
    }

    @Test
    @DisplayName("Measure: over no value at all counts are 0 and the others null")
    void measures_overNothing() {
        Measure[] all = {
            measure(Kind.COUNT_ROWS, null),
            measure(Kind.COUNT, "rank"),
            measure(Kind.COUNT_DISTINCT, "rank"),
            measure(Kind.SUM, "rank"),
            measure(Kind.AVG, "rank"),
            measure(Kind.MIN, "rank"),
            measure(Kind.MAX, "due")
        };
        assertThat(figures(all)).containsExactly(0L, 0L, 0L, null, null, null, null);
        insert(app.todo("t1"));
        assertThat(figures(all)).containsExactly(1L, 0L, 0L, null, null, null, null);
    }

    @Test
    @DisplayName("Measure: absent values are left out; each kind gives the type of its field")
    void measures_ofNumbers() {
        insert(
                app.todo("t1", "rank", 3L, "weight", 0.5),
                app.todo("t2", "rank", -1L, "weight", 0.25),
                app.todo("t3", "rank", 3L),
                app.todo("t4"));
        assertThat(figures(
                        measure(Kind.COUNT_ROWS, null), measure(Kind.COUNT, "rank"),
                        measure(Kind.COUNT_DISTINCT, "rank"), measure(Kind.SUM, "rank"),
                        measure(Kind.MIN, "rank"), measure(Kind.MAX, "rank")))
                .containsExactly(4L, 3L, 2L, 5L, -1L, 3L);
        assertThat(figures(
                        measure(Kind.SUM, "weight"), measure(Kind.AVG, "weight"),
                        measure(Kind.MIN, "weight"), measure(Kind.MAX, "weight")))
                .containsExactly(0.75, 0.375, 0.25, 0.5);
        assertThat((Double) figures(measure(Kind.AVG, "rank")).get(0)).isCloseTo(5 / 3.0, within(1e-12));
    }

    @Test
    @DisplayName("aggregate: LIMIT_EXCEEDED when keys or figures take more than BYTES_MAX, also when few groups do")
    void groups_thatAreLarge_areRefused() {
        for (int i = 0; i < 5; i++) {
            insert(app.todo("t" + i, "notes", (char) ('a' + i) + "x".repeat(900_000)));
        }
        Grouping byNotes = new Grouping(field("notes"), null);
        for (AggregateQuery query : List.of(
                new AggregateQuery(
                        app.todo(),
                        Filter.Constant.TRUE,
                        List.of(measure(Kind.COUNT_ROWS, null)),
                        List.of(byNotes),
                        10),
                new AggregateQuery(
                        app.todo(),
                        Filter.Constant.TRUE,
                        List.of(measure(Kind.MAX, "notes")),
                        List.of(new Grouping(field("title"), null)),
                        10))) {
            assertThat(catchThrowableOfType(
                                    LynchetException.class, () -> store.latest().aggregate(query))
                            .code())
                    .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        }
        assertThat(store.latest()
                        .aggregate(new AggregateQuery(
                                app.todo(),
                                Filter.Constant.TRUE,
                                List.of(measure(Kind.COUNT_ROWS, null)),
                                List.of(byNotes),
                                4)))
                .hasSize(4);
    }

    @Test
    @DisplayName("MIN and MAX follow the order of values: text by code point, false before true, instants in time")
    void minAndMax_ofEveryOrderedType() {
        Instant early = Instant.parse("1969-12-31T23:59:59.999999Z");
        Instant late = Instant.parse("2026-01-01T00:00:00.000001Z");
        insert(
                app.todo("t1", "slug", "\ue000", "done", true, "due", late, "state", "open"),
                app.todo("t2", "slug", "\ud83d\ude00", "done", false, "due", early, "state", "done"),
                app.todo("t3", "slug", "Z", "done", true));
        for (String field : List.of("slug", "done", "due", "state")) {
            List<Object> values = store.latest().query(Query.of(app.todo(), Filter.Constant.TRUE, 10)).stream()
                    .map(row -> row.get(field))
                    .filter(Objects::nonNull)
                    .sorted(ValueOrder::compare)
                    .toList();
            assertThat(figures(measure(Kind.MIN, field), measure(Kind.MAX, field)))
                    .containsExactly(values.get(0), values.get(values.size() - 1));
        }
    }

    @Test
    @DisplayName("SUM: NUMBER_OVERFLOW when the sum, not a step on the way to it, does not fit")
    void sum_beyond64Bits_overflows() {
        insert(app.todo("t1", "rank", Long.MAX_VALUE), app.todo("t2", "rank", 1L));
        LynchetException failure =
                catchThrowableOfType(LynchetException.class, () -> figures(measure(Kind.SUM, "rank")));
        assertThat(failure.code()).isEqualTo(ErrorCode.NUMBER_OVERFLOW);
        insert(app.todo("t3", "rank", -2L));
        assertThat(figures(measure(Kind.SUM, "rank"))).containsExactly(Long.MAX_VALUE - 1);
        insert(
                app.todo("t4", "rank", Long.MIN_VALUE),
                app.todo("t5", "rank", Long.MIN_VALUE),
                app.todo("t6", "rank", Long.MAX_VALUE));
        assertThat(figures(measure(Kind.SUM, "rank"))).containsExactly(-3L);
    }

    @Test
    @DisplayName("SUM of floats: NUMBER_OVERFLOW when it is not finite")
    void sum_ofFloatsThatIsNotFinite_overflows() {
        insert(app.todo("t1", "weight", Double.MAX_VALUE), app.todo("t2", "weight", Double.MAX_VALUE));
        LynchetException failure =
                catchThrowableOfType(LynchetException.class, () -> figures(measure(Kind.SUM, "weight")));
        assertThat(failure.code()).isEqualTo(ErrorCode.NUMBER_OVERFLOW);
    }

    @Test
    @DisplayName("AVG of integers whose sum does not fit is still their mean")
    void average_ofGreatIntegers() {
        insert(app.todo("t1", "rank", Long.MAX_VALUE), app.todo("t2", "rank", Long.MAX_VALUE));
        assertThat((Double) figures(measure(Kind.AVG, "rank")).get(0)).isCloseTo(0x1p63, within(0x1p63 * 1e-12));
    }

    @Test
    @DisplayName("groups come in ascending order of their keys, absent first, at most limit")
    void groups_areOrderedByKey() {
        insert(
                app.todo("t1", "state", "open", "done", true, "rank", 1L),
                app.todo("t2", "state", "done", "rank", 2L),
                app.todo("t3", "state", "open", "done", false, "rank", 3L),
                app.todo("t4", "rank", 4L),
                app.todo("t5", "state", "open", "done", true, "rank", 5L));
        Measure sum = measure(Kind.SUM, "rank");
        assertThat(groups(List.of(sum), new Grouping(field("state"), null)))
                .containsExactly(
                        group(Arrays.asList((Object) null), 4L),
                        group(List.of("done"), 2L),
                        group(List.of("open"), 9L));
        assertThat(groups(List.of(sum), new Grouping(field("state"), null), new Grouping(field("done"), null)))
                .containsExactly(
                        group(Arrays.asList(null, null), 4L),
                        group(Arrays.asList("done", null), 2L),
                        group(List.of("open", false), 3L),
                        group(List.of("open", true), 6L));
        AggregateQuery two = new AggregateQuery(
                app.todo(), Filter.Constant.TRUE, List.of(sum), List.of(new Grouping(field("state"), null)), 2);
        assertThat(store.latest().aggregate(two)).hasSize(2);
    }

    @Test
    @DisplayName("groups without measures are the different values; no rows, no groups")
    void groups_withoutMeasures() {
        Grouping byRank = new Grouping(field("rank"), null);
        assertThat(groups(List.of(), byRank)).isEmpty();
        insert(app.todo("t1", "rank", 2L), app.todo("t2", "rank", 2L), app.todo("t3", "rank", -7L));
        assertThat(groups(List.of(), byRank)).containsExactly(group(List.of(-7L)), group(List.of(2L)));
    }

    @Test
    @DisplayName("Bucket: spans of UTC, named by the start of an ISO-8601 instant or by the ISO week")
    void buckets_ofInstants() {
        Object[][] cases = {
            {"2026-11-23T06:59:59.999999Z", "2026-11-23T06", "2026-11-23", "2026-W48", "2026-11", "2026"},
            {"2021-01-03T23:59:59.999999Z", "2021-01-03T23", "2021-01-03", "2020-W53", "2021-01", "2021"},
            {"2021-01-04T00:00:00Z", "2021-01-04T00", "2021-01-04", "2021-W01", "2021-01", "2021"},
            {"1969-12-31T23:59:59.999999Z", "1969-12-31T23", "1969-12-31", "1970-W01", "1969-12", "1969"},
            {"2024-12-30T00:00:00Z", "2024-12-30T00", "2024-12-30", "2025-W01", "2024-12", "2024"},
            {"0001-01-01T00:00:00Z", "0001-01-01T00", "0001-01-01", "0001-W01", "0001-01", "0001"},
            {"9999-12-31T23:59:59.999999Z", "9999-12-31T23", "9999-12-31", "9999-W52", "9999-12", "9999"},
        };
        for (Object[] one : cases) {
            insert(app.todo("t", "due", Instant.parse((String) one[0])));
            Bucket[] buckets = {Bucket.HOUR, Bucket.DAY, Bucket.WEEK, Bucket.MONTH, Bucket.YEAR};
            for (int i = 0; i < buckets.length; i++) {
                assertThat(groups(List.of(measure(Kind.COUNT_ROWS, null)), new Grouping(field("due"), buckets[i])))
                        .as("%s of %s", buckets[i], one[0])
                        .containsExactly(group(List.of(one[i + 1]), 1L));
            }
            delete(app.todo(), "t");
        }
        insert(app.todo("t1"), app.todo("t2", "due", Instant.EPOCH), app.todo("t3", "due", Instant.EPOCH));
        assertThat(groups(List.of(measure(Kind.COUNT_ROWS, null)), new Grouping(field("due"), Bucket.DAY)))
                .containsExactly(group(Arrays.asList((Object) null), 1L), group(List.of("1970-01-01"), 2L));
    }

    @Test
    @DisplayName("the filter decides which rows count, also one that holds a calculation")
    void filter_isAppliedFirst() {
        for (long i = 0; i < 10; i++) {
            insert(app.todo("t" + i, "rank", i, "done", i < 5));
        }
        Operand rank = new Operand.FieldRef(0, field("rank"));
        Measure sum = measure(Kind.SUM, "rank");
        assertThat(figures(new Filter.Compare(rank, Comparison.GREATER, new Operand.Literal(7L)), sum))
                .containsExactly(17L);
        Operand odd = new Operand.Computed(
                "odd", List.of(rank), FieldType.BOOL, arguments -> (Long) arguments.get(0) % 2 == 1);
        assertThat(figures(new Filter.IsTrue(odd), sum, measure(Kind.COUNT_ROWS, null)))
                .containsExactly(25L, 5L);
        assertThat(figures(Filter.Constant.FALSE, sum, measure(Kind.COUNT_ROWS, null)))
                .containsExactly(null, 0L);
        assertThat(store.latest()
                        .aggregate(new AggregateQuery(
                                app.todo(),
                                new Filter.IsTrue(odd),
                                List.of(sum),
                                List.of(new Grouping(field("done"), null)),
                                10)))
                .containsExactly(group(List.of(false), 21L), group(List.of(true), 4L));
    }

    @Test
    @DisplayName("counts, minima and maxima agree with the rows on random filters")
    void figures_agreeWithTheRows() {
        Seeds.forEach(6, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).withoutUnique().schema();
            install(schema);
            List<Row> rows = new RandomRows(random).rows(schema, 20);
            commit(inserts(rows));
            RandomFilters filters = new RandomFilters(random, schema, rows);
            for (int i = 0; i < 40; i++) {
                assertAgrees(random, schema, filters, new RowList(rows));
            }
            fixture().close(store);
        });
    }

    private void assertAgrees(Random random, Schema schema, RandomFilters filters, RowList rows) {
        var entity = schema.entities().get(random.nextInt(schema.entities().size()));
        List<Field> ordered = entity.fields().stream()
                .filter(one -> one.type().kind().ordered())
                .toList();
        Field field = ordered.get(random.nextInt(ordered.size()));
        Filter filter = filters.filter(entity);
        List<Measure> measures = new ArrayList<>(List.of(new Measure(Kind.COUNT_ROWS, null)));
        List.of(Kind.COUNT, Kind.COUNT_DISTINCT, Kind.MIN, Kind.MAX)
                .forEach(kind -> measures.add(new Measure(kind, field)));
        List<Row> matching = rows.matching(entity, filter);
        List<Object> values = matching.stream()
                .map(row -> row.get(field.ordinal()))
                .filter(Objects::nonNull)
                .sorted(ValueOrder::compare)
                .toList();
        assertThat(store.latest().aggregate(new AggregateQuery(entity, filter, measures, List.of(), 1)))
                .as("%s of %s", field, filter)
                .containsExactly(group(
                        List.of(),
                        (long) matching.size(),
                        (long) values.size(),
                        (long) new HashSet<>(values).size(),
                        values.isEmpty() ? null : values.get(0),
                        values.isEmpty() ? null : values.get(values.size() - 1)));
    }
}
