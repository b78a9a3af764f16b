// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import static io.lynchet.api.query.Todo.field;
import static io.lynchet.api.query.Todo.literal;
import static io.lynchet.api.query.Todo.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterTest {
    private static final Filter TRUE = Filter.Constant.TRUE;
    private static final Filter FALSE = Filter.Constant.FALSE;
    private static final Filter RANKED = compare("rank", Comparison.EQUAL, 1L);

    private static Filter compare(String name, Comparison comparison, Object value) {
        return new Filter.Compare(field(name), comparison, literal(value));
    }

    @Test
    void constants_areSimplifiedAway() {
        assertThat(Filter.all(List.of())).isEqualTo(TRUE);
        assertThat(Filter.any(List.of())).isEqualTo(FALSE);
        assertThat(Filter.all(List.of(TRUE, RANKED))).isEqualTo(RANKED);
        assertThat(Filter.any(List.of(FALSE, RANKED))).isEqualTo(RANKED);
        assertThat(Filter.all(List.of(RANKED, FALSE))).isEqualTo(FALSE);
        assertThat(Filter.any(List.of(RANKED, TRUE))).isEqualTo(TRUE);
        assertThat(Filter.not(TRUE)).isEqualTo(FALSE);
        assertThat(Filter.not(Filter.not(RANKED))).isEqualTo(RANKED);
        assertThat(RANKED.and(TRUE)).isEqualTo(RANKED);
        assertThat(RANKED.and(RANKED)).isEqualTo(new Filter.All(List.of(RANKED, RANKED)));
    }

    @Test
    void absentValue_isMatchedByTheNullTestAndByNegationsOnly() {
        Scope absent = scope(null, null);
        assertThat(RANKED.matches(absent)).isFalse();
        assertThat(Filter.not(RANKED).matches(absent)).isTrue();
        assertThat(compare("rank", Comparison.NOT_EQUAL, 1L).matches(absent)).isTrue();
        assertThat(compare("rank", Comparison.LESS, 1L).matches(absent)).isFalse();
        assertThat(new Filter.IsNull(field("rank")).matches(absent)).isTrue();
        assertThat(new Filter.In(field("rank"), List.of(1L)).matches(absent)).isFalse();
        assertThat(new Filter.Text(field("title"), TextMatch.CONTAINS, literal("")).matches(absent))
                .isFalse();
        assertThat(new Filter.IsTrue(field("done")).matches(absent)).isFalse();
        assertThat(compare("rank", Comparison.EQUAL, null).matches(absent)).isFalse();
    }

    @Test
    void in_comparesNumbersByValue() {
        assertThat(new Filter.In(field("rank"), List.of(2L, 1.0)).matches(scope("x", 1L)))
                .isTrue();
        assertThat(new Filter.In(field("rank"), List.of()).matches(scope("x", 1L)))
                .isFalse();
        assertThat(new Filter.In(field("rank"), List.of("1")).matches(scope("x", 1L)))
                .isFalse();
    }

    @Test
    void computed_getsItsArgumentsInOrder() {
        Operand sum = new Operand.Computed(
                "minus",
                List.of(field("rank"), literal(3L)),
                FieldType.INT,
                values -> values.get(0) == null ? null : (Long) values.get(0) - (Long) values.get(1));
        Filter filter = new Filter.Compare(sum, Comparison.EQUAL, literal(2L));
        assertThat(filter.matches(scope("x", 5L))).isTrue();
        assertThat(filter.matches(scope("x", 1L))).isFalse();
        assertThat(filter.matches(scope("x", null))).isFalse();
    }

    @Test
    void exists_seesItsOwnRowAtDepthZero_andTheOuterOneAtDepthOne() {
        Entity entity = Todo.ENTITY;
        List<Row> others = List.of(
                Row.owning(entity, new Object[] {"p", "parent", 7L, null, null, null}),
                Row.owning(entity, new Object[] {"q", "other", 8L, null, null, null}));
        RowSource source = (wanted, filter, outer) ->
                others.stream().anyMatch(row -> filter.matches(new Scope(row, outer, outer.rows())));
        Filter sameRank = new Filter.Compare(
                field("rank"), Comparison.EQUAL, new Operand.FieldRef(1, entity.fieldOrNull("rank")));
        Filter exists = new Filter.Exists(entity, sameRank);
        assertThat(exists.matches(Scope.of(row(7L), source))).isTrue();
        assertThat(exists.matches(Scope.of(row(9L), source))).isFalse();
        Filter nested = new Filter.Exists(
                entity,
                new Filter.Exists(
                        entity,
                        new Filter.Compare(
                                field("rank"),
                                Comparison.GREATER,
                                new Operand.FieldRef(2, entity.fieldOrNull("rank")))));
        assertThat(nested.matches(Scope.of(row(7L), source))).isTrue();
        assertThat(nested.matches(Scope.of(row(8L), source))).isFalse();
        assertThat(exists.matches(scope("x", 7L))).isFalse();
    }

    private static Row row(Long rank) {
        return Row.owning(Todo.ENTITY, new Object[] {"i", null, rank, null, null, null});
    }

    @Test
    void simplifiedFilters_meanTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            long shape = random.nextLong();
            Filter plain = random(new Random(shape), 4, false);
            Filter simple = random(new Random(shape), 4, true);
            for (int j = 0; j < 5; j++) {
                Scope scope = Scope.of(Todo.row(random), RowSource.NONE);
                assertThat(simple.matches(scope))
                        .as("seed %d, %s", seed, plain)
                        .isEqualTo(plain.matches(scope))
                        .isNotEqualTo(Filter.not(simple).matches(scope));
            }
        }
    }

    private static Filter random(Random random, int depth, boolean simplified) {
        int kind = random.nextInt(depth > 0 ? 9 : 6);
        if (kind >= 6) {
            List<Filter> parts = new ArrayList<>();
            int count = kind == 8 ? 1 : random.nextInt(4);
            for (int i = 0; i < count; i++) {
                parts.add(random(random, depth - 1, simplified));
            }
            return switch (kind) {
                case 6 -> simplified ? Filter.all(parts) : new Filter.All(parts);
                case 7 -> simplified ? Filter.any(parts) : new Filter.Any(parts);
                default -> simplified ? Filter.not(parts.get(0)) : new Filter.Not(parts.get(0));
            };
        }
        int ordinal = 1 + random.nextInt(5);
        Operand field = new Operand.FieldRef(0, Todo.ENTITY.fields().get(ordinal));
        Operand value = literal(Todo.value(random, ordinal));
        Comparison comparison = Comparison.values()[random.nextInt(6)];
        TextMatch match = TextMatch.values()[random.nextInt(4)];
        return switch (kind) {
            case 0 -> new Filter.Constant(random.nextBoolean());
            case 1 -> new Filter.IsNull(field);
            case 2 -> new Filter.Text(field, match, value);
            case 3 -> new Filter.In(field, List.of(Todo.value(random, ordinal), Todo.value(random, ordinal)));
            default -> new Filter.Compare(field, comparison, value);
        };
    }

    @Test
    void queries_refuseLimitsOutOfRange() {
        assertThat(Query.of(Todo.ENTITY, TRUE, Query.LIMIT_MAX).offset()).isZero();
        assertThatThrownBy(() -> Query.of(Todo.ENTITY, TRUE, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Query.of(Todo.ENTITY, TRUE, Query.LIMIT_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Query(Todo.ENTITY, TRUE, List.of(), 1, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AggregateQuery(Todo.ENTITY, TRUE, List.of(), List.of(), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Measure(Measure.Kind.SUM, null)).isInstanceOf(IllegalArgumentException.class);
    }
}
