// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import static io.lynchet.policy.World.policy;
import static io.lynchet.policy.World.todo;
import static io.lynchet.policy.World.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyFunction;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.FieldType.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Calls of functions that come, go, change and break. */
final class PolicyFunctionTest {
    private final World world = new World();

    private record Fake(String name, List<Kind> parameters, Kind result, Function<List<Object>, Object> code)
            implements PolicyFunction {
        @Override
        public Object apply(List<Object> arguments) {
            return code.apply(arguments);
        }
    }

    private PolicyFunction add(String name, List<Kind> parameters, Kind result, Function<List<Object>, Object> code) {
        PolicyFunction function = new Fake(name, parameters, result, code);
        world.context.add(PolicyFunction.class, function);
        return function;
    }

    private PolicyFunction vip(Function<List<Object>, Object> code) {
        return add("isVip", List.of(Kind.STRING), Kind.BOOL, code);
    }

    private boolean reads(String text, Row row) {
        return world.reads(text, user("u1"), row);
    }

    @Test
    void call_givesTheAnswerOfTheFunction() {
        vip(arguments -> "u1".equals(arguments.get(0)));
        assertThat(reads("isVip(data.ownerId)", todo("ownerId", "u1"))).isTrue();
        assertThat(reads("isVip(data.ownerId)", todo("ownerId", "u2"))).isFalse();
        assertThat(reads("!isVip(data.ownerId)", todo("ownerId", "u2"))).isTrue();
        assertThat(reads("isVip(auth.userId)", todo())).isTrue();
        assertThat(reads("isVip(data.title + '1')", todo("title", "u"))).isTrue();
    }

    @Test
    void call_isTypedByTheFunction() {
        add("level", List.of(Kind.STRING, Kind.FLOAT), Kind.INT, arguments -> 3L);
        assertThat(reads("level(data.title, data.rank) + 1 == 4", todo("rank", 1L)))
                .isTrue();
        assertThat(world.diagnose("level(data.title)")).extracting("code").contains("POLICY_TYPE");
        assertThat(world.diagnose("level(1, 2) == 3")).extracting("code").containsExactly("POLICY_TYPE");
        assertThat(world.diagnose("level('a', 2) == 'x'")).extracting("code").containsExactly("POLICY_TYPE");
        assertThat(world.diagnose("level('a', 2)")).extracting("code").containsExactly("POLICY_TYPE");
    }

    @Test
    void arguments_arriveAsTheDeclaredKinds() {
        add("half", List.of(Kind.FLOAT), Kind.FLOAT, arguments -> (Double) arguments.get(0) / 2);
        assertThat(reads("half(data.rank) == 1.5", todo("rank", 3L))).isTrue();
        add("absent", List.of(Kind.STRING), Kind.BOOL, arguments -> arguments.get(0) == null);
        assertThat(reads("absent(data.title)", todo())).isTrue();
    }

    @Test
    void unknownFunction_isAWarningAtLoad_andMissingAtEvaluation() {
        assertThat(world.diagnose("isVip(data.ownerId)")).extracting("code").containsExactly("POLICY_FUNCTION_UNKNOWN");
        AccessRule rule = world.rule(Action.READ, "isVip(data.ownerId)");
        Row row = todo();
        assertThatThrownBy(() -> rule.permits(user("u1"), row, row, RowSource.NONE))
                .isInstanceOfSatisfying(LynchetException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.POLICY_FUNCTION_MISSING);
                    assertThat(e.getMessage()).doesNotContain("isVip");
                    assertThat(e.retryAfterSeconds()).hasValue(1);
                });
    }

    @Test
    void missingFunction_failsAlsoWhereNoRowMatters() {
        AccessRule rule = world.rule(Action.READ, "!isVip(auth.userId)");
        assertThatThrownBy(() -> rule.filter(user("u1"))).isInstanceOf(LynchetException.class);
        assertThatThrownBy(() -> rule.permits(user("u1"), todo(), todo(), RowSource.NONE))
                .isInstanceOf(LynchetException.class);
    }

    @Test
    void missingFunction_isNotNeededBehindAShortCircuit() {
        assertThat(reads("data.done || isVip(data.ownerId)", todo("done", true)))
                .isTrue();
        assertThat(reads("data.done && isVip(data.ownerId)", todo("done", false)))
                .isFalse();
        assertThat(reads("data.done || isVip(auth.userId)", todo("done", true))).isTrue();
        assertThat(reads("auth.userId == null && isVip(auth.userId)", todo())).isFalse();
    }

    @Test
    void function_comesGoesAndIsReplaced_underCompiledRules() {
        AccessRule rule = world.rule(Action.READ, "isVip(auth.userId)");
        PolicyFunction first = vip(arguments -> false);
        assertThat(rule.filter(at(1))).isEqualTo(Filter.Constant.FALSE);
        PolicyFunction second = vip(arguments -> true);
        assertThat(rule.filter(at(2))).isEqualTo(Filter.Constant.TRUE);
        world.context.remove(first);
        assertThat(rule.filter(at(3))).isEqualTo(Filter.Constant.TRUE);
        world.context.remove(second);
        assertThatThrownBy(() -> rule.filter(at(4))).isInstanceOf(LynchetException.class);
    }

    private static io.lynchet.api.policy.PolicyContext at(int second) {
        return new io.lynchet.api.policy.PolicyContext(
                io.lynchet.api.principal.Principal.user("u1"), World.NOW.plusSeconds(second));
    }

    @Test
    void failure_deniesInBothDirections() {
        vip(arguments -> {
            throw new IllegalStateException("broken");
        });
        Row row = todo("ownerId", "u1");
        for (String call : List.of("isVip(data.ownerId)", "isVip(auth.userId)")) {
            assertThat(reads(call, row)).as(call).isFalse();
            assertThat(reads("!" + call, row)).as(call).isFalse();
            assertThat(reads(call + " == false", row)).as(call).isFalse();
            assertThat(reads(call + " != true", row)).as(call).isFalse();
            assertThat(reads("!(data.done && !" + call + ")", todo("done", true)))
                    .isFalse();
            assertThat(reads("(data.done == true) == " + call, row)).as(call).isFalse();
        }
    }

    @Test
    void failure_leavesOtherGroundsForAccess() {
        vip(arguments -> {
            throw new NoClassDefFoundError("gone");
        });
        assertThat(reads("isVip(data.ownerId) || data.done", todo("done", true)))
                .isTrue();
        assertThat(reads("isVip(data.ownerId) || data.done", todo("done", false)))
                .isFalse();
    }

    @Test
    void failure_insideANegatedExists_denies() {
        add("broken", List.of(Kind.INT), Kind.BOOL, arguments -> {
            throw new IllegalStateException();
        });
        world.rows.add(World.row(World.MEMBER, "userId", "u1", "level", 1L));
        assertThat(reads("exists(Member where broken(level))", todo())).isFalse();
        assertThat(reads("!exists(Member where broken(level))", todo())).isFalse();
        assertThat(reads("!exists(Member where level == 2 && broken(level))", todo()))
                .isTrue();
    }

    @Test
    void wrongResult_denies() {
        vip(arguments -> "yes");
        assertThat(reads("isVip('a')", todo())).isFalse();
        assertThat(reads("!isVip(data.title)", todo())).isFalse();
        add("number", List.of(), Kind.FLOAT, arguments -> Double.NaN);
        assertThat(reads("number() != 1", todo())).isFalse();
    }

    @Test
    void functionThatCameAfterTheLoad_isHeldToWhatTheRuleExpects() {
        AccessRule bare = world.rule(Action.READ, "!late(data.title)");
        AccessRule compared = world.rule(Action.READ, "late(data.title) != 'x'");
        AccessRule number = world.rule(Action.READ, "late(data.title) + 1 != 3");
        add("late", List.of(Kind.STRING), Kind.INT, arguments -> 5L);
        assertThat(bare.permits(user("u1"), todo(), todo(), RowSource.NONE)).isFalse();
        assertThat(compared.permits(user("u1"), todo(), todo(), RowSource.NONE)).isFalse();
        assertThat(number.permits(user("u1"), todo(), todo(), RowSource.NONE)).isTrue();
    }

    @Test
    void functionThatChangedItsParameters_denies() {
        PolicyFunction first = vip(arguments -> true);
        AccessRule rule = world.rule(Action.READ, "isVip(data.title)");
        world.context.remove(first);
        add("isVip", List.of(Kind.STRING, Kind.INT), Kind.BOOL, arguments -> true);
        assertThat(rule.permits(user("u1"), todo(), todo(), RowSource.NONE)).isFalse();
    }

    @Test
    void functionWithABadName_isLeftOut() {
        add("now", List.of(), Kind.BOOL, arguments -> true);
        add("no good", List.of(), Kind.BOOL, arguments -> true);
        add(null, List.of(), Kind.BOOL, arguments -> true);
        assertThat(world.compile(policy("p", "Todo", Slot.ALLOW, "now()")).diagnostics())
                .extracting("code")
                .containsExactly("POLICY_FUNCTION_UNKNOWN");
    }

    @Test
    void lynchetExceptionOfAFunction_isAFailureToo() {
        vip(arguments -> {
            throw new LynchetException(ErrorCode.POLICY_FUNCTION_MISSING, "pretending");
        });
        assertThat(reads("!isVip(data.title)", todo())).isFalse();
    }

    @Test
    void counters_reportFailuresAndMisses() {
        vip(arguments -> {
            throw new IllegalStateException();
        });
        reads("isVip(data.title)", todo());
        Map<String, Double> figures = new java.util.HashMap<>();
        world.engine.report(new io.lynchet.api.metrics.MetricSink() {
            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                figures.put(name, value);
            }

            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {}

            @Override
            public void histogram(
                    String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum) {}
        });
        assertThat(figures.get("lynchet_policy_function_failures_total")).isPositive();
        assertThat(figures.get("lynchet_policy_function_missing_total")).isZero();
    }
}
