// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Measure.Kind;
import io.lynchet.api.row.Row;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.store.StoreContract;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of sums and averages of floats. They are exact but for the last rounding, so that all stores return the
 * same for any order of rows.
 */
public abstract class StoreFloatSumContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    private List<Object> sumAndAverage() {
        Measure sum = new Measure(Kind.SUM, app.todo().fieldOrNull("weight"));
        Measure average = new Measure(Kind.AVG, app.todo().fieldOrNull("weight"));
        return store.latest()
                .aggregate(new AggregateQuery(app.todo(), Filter.Constant.TRUE, List.of(sum, average), List.of(), 1))
                .get(0)
                .values();
    }

    private void insertAll(double... weights) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            rows.add(app.todo("t" + i, "weight", weights[i]));
        }
        commit(inserts(rows));
    }

    @Test
    @DisplayName("SUM and AVG: ten tenths are one")
    void tenTenths_areOne() {
        double[] tenths = new double[10];
        Arrays.fill(tenths, 0.1);
        insertAll(tenths);
        assertThat(sumAndAverage()).containsExactly(1.0, 0.1);
    }

    @Test
    @DisplayName("SUM and AVG: what large numbers leave over when they cancel each other out is not lost")
    void cancellation_losesNothing() {
        insertAll(1e16, 1.0, -1e16, 0.5);
        assertThat(sumAndAverage()).containsExactly(1.5, 0.375);
    }

    @Test
    @DisplayName("SUM and AVG: of numbers of every magnitude")
    void extremes_areSummedExactly() {
        insertAll(Double.MAX_VALUE, 1e-300, Double.MAX_VALUE, -Double.MAX_VALUE, 3.0, -Double.MAX_VALUE);
        assertThat(sumAndAverage()).containsExactly(3.0, 0.5);
    }

    @Test
    @DisplayName("AVG of floats whose sum is not finite is still their mean")
    void average_ofGreatFloats() {
        insertAll(Double.MAX_VALUE, Double.MAX_VALUE);
        Measure average = new Measure(Kind.AVG, app.todo().fieldOrNull("weight"));
        assertThat(store.latest()
                        .aggregate(new AggregateQuery(app.todo(), Filter.Constant.TRUE, List.of(average), List.of(), 1))
                        .get(0)
                        .values())
                .containsExactly(Double.MAX_VALUE);
    }

    @Test
    @DisplayName("AVG of integers is their mean, rounded once")
    void average_ofIntegers_isRoundedOnce() {
        commit(inserts(List.of(
                app.todo("t1", "rank", 9_007_199_254_740_993L),
                app.todo("t2", "rank", 9_007_199_254_740_991L),
                app.todo("t3", "rank", 2L))));
        Measure average = new Measure(Kind.AVG, app.todo().fieldOrNull("rank"));
        assertThat(store.latest()
                        .aggregate(new AggregateQuery(app.todo(), Filter.Constant.TRUE, List.of(average), List.of(), 1))
                        .get(0)
                        .values())
                .containsExactly(new BigDecimal("18014398509481986")
                        .divide(BigDecimal.valueOf(3), MathContext.DECIMAL128)
                        .doubleValue());
    }

    @Test
    @DisplayName("SUM and AVG agree with exact arithmetic on random numbers, in groups, in any order")
    void random_agreesWithExactArithmetic() {
        Seeds.forEach(6, random -> {
            store = fixture().open();
            installSample();
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                rows.add(app.todo("t" + i, "done", random.nextBoolean(), "weight", weight(random)));
            }
            Collections.shuffle(rows, random);
            commit(inserts(rows));
            assertGroupsAgree(rows);
            fixture().close(store);
        });
    }

    private static Double weight(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> random.nextInt(1_000_000) / 100.0;
            case 2 -> random.nextGaussian();
            case 3 -> (random.nextDouble() - 0.5) * Math.pow(2, random.nextInt(80));
            default -> random.nextInt(40) == 0 ? random.nextDouble() * 1e-30 : -random.nextInt(1_000) / 7.0;
        };
    }

    private void assertGroupsAgree(List<Row> rows) {
        Measure sum = new Measure(Kind.SUM, app.todo().fieldOrNull("weight"));
        Measure average = new Measure(Kind.AVG, app.todo().fieldOrNull("weight"));
        Grouping done = new Grouping(app.todo().fieldOrNull("done"), null);
        var groups = store.latest()
                .aggregate(
                        new AggregateQuery(app.todo(), Filter.Constant.TRUE, List.of(sum, average), List.of(done), 10));
        for (var group : groups) {
            BigDecimal total = BigDecimal.ZERO;
            int count = 0;
            for (Row row : rows) {
                if (row.get("weight") != null
                        && row.get("done").equals(group.keys().get(0))) {
                    total = total.add(new BigDecimal((Double) row.get("weight")));
                    count++;
                }
            }
            assertThat(group.values())
                    .containsExactly(
                            total.doubleValue() + 0.0,
                            total.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
                                            .doubleValue()
                                    + 0.0);
        }
        assertThat(groups).hasSize(2);
    }
}
