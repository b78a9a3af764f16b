// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.micro;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One evaluation of a filter on one row, as live queries and conflict checks do for each change. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FilterBenchmark {

    private final Row[] rows = TodoRows.rows();
    private final Filter owner = compare("owner", Comparison.EQUAL, "user-7");
    private final Filter conjunction = Filter.all(List.of(
            compare("done", Comparison.EQUAL, false),
            compare("rank", Comparison.GREATER_OR_EQUAL, 10L),
            compare("rank", Comparison.LESS, 90L),
            compare("price", Comparison.LESS, 75.0)));
    private final Filter disjunction =
            Filter.any(List.of(owner, compare("team", Comparison.EQUAL, "team-3"), new Filter.IsNull(field("owner"))));
    private final Filter contains =
            new Filter.Text(field("title"), TextMatch.CONTAINS, new Operand.Literal("99 bottles"));
    private final Filter membership = new Filter.In(field("owner"), owners());
    private int next;

    private static Operand field(String name) {
        return new Operand.FieldRef(0, TodoRows.ENTITY.fieldOrNull(name));
    }

    private static Filter compare(String name, Comparison comparison, Object value) {
        return new Filter.Compare(field(name), comparison, new Operand.Literal(value));
    }

    private static List<Object> owners() {
        List<Object> owners = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            owners.add("user-" + i * 2);
        }
        return owners;
    }

    private Scope row() {
        next = (next + 1) & (TodoRows.COUNT - 1);
        return Scope.of(rows[next], RowSource.NONE);
    }

    @Benchmark
    public boolean equality() {
        return owner.matches(row());
    }

    @Benchmark
    public boolean conjunctionOfFour() {
        return conjunction.matches(row());
    }

    @Benchmark
    public boolean disjunctionOfThree() {
        return disjunction.matches(row());
    }

    @Benchmark
    public boolean textContains() {
        return contains.matches(row());
    }

    @Benchmark
    public boolean membershipInTwenty() {
        return membership.matches(row());
    }
}
