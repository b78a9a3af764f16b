// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.micro;

import io.lynchet.api.SourcePosition;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.manifest.PolicyRule.Expression;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.policy.ExpressionPolicyEngine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision about one row, and the filter that a list carries into the store. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PolicyBenchmark {

    /** From no work to about as much as a rule of a real app does. */
    @Param({
        "true",
        "data.owner == auth.userId",
        "auth.hasRole('editor') || (data.owner == auth.userId && data.team == auth.tenantId && !data.done)"
    })
    public String expression;

    private final Row[] rows = TodoRows.rows();
    private final PolicyContext context = new PolicyContext(
            new Principal("user-7", "a@example.org", "team-3", Set.of("author"), false, false),
            Instant.ofEpochSecond(1_750_000_000L));
    private AccessRule rule;
    private int next;

    /** Compiles the policy, as loading a manifest does. */
    @Setup
    public void compile() {
        Expression allow = new Expression(expression, new SourcePosition("manifest.json", 1, 1));
        PolicyRule policy = new PolicyRule("p", "Todo", null, Map.of(Slot.ALLOW, allow));
        PolicySet set = new ExpressionPolicyEngine().compile(TodoRows.SCHEMA, List.of(policy));
        if (!set.diagnostics().isEmpty()) {
            throw new IllegalStateException(set.diagnostics().toString());
        }
        rule = set.rule(TodoRows.ENTITY, Action.READ);
    }

    @Benchmark
    public boolean permits() {
        next = (next + 1) & (TodoRows.COUNT - 1);
        return rule.permits(context, rows[next], rows[next], RowSource.NONE);
    }

    @Benchmark
    public Filter filter() {
        return rule.filter(context);
    }
}
