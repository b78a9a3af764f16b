// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import static io.lynchet.policy.World.anonymous;
import static io.lynchet.policy.World.policy;
import static io.lynchet.policy.World.todo;
import static io.lynchet.policy.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.SourcePosition;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How policies work together, and what a rule tells about itself. */
final class PolicySetTest {
    private static final PolicyContext ADMIN = World.as(Principal.ADMIN);

    private final World world = new World();

    private boolean permits(PolicySet set, Action action) {
        return set.rule(World.TODO, action).permits(user("u1"), todo(), todo(), RowSource.NONE);
    }

    @Test
    void noPolicy_permitsAdminsOnly() {
        PolicySet set = world.compile();
        for (Action action : Action.values()) {
            AccessRule rule = set.rule(World.TODO, action);
            assertThat(rule.permits(user("u1"), todo(), todo(), RowSource.NONE)).isFalse();
            assertThat(rule.filter(user("u1"))).isEqualTo(Filter.Constant.FALSE);
            assertThat(rule.permits(ADMIN, todo(), todo(), RowSource.NONE)).isTrue();
            assertThat(rule.filter(ADMIN)).isEqualTo(Filter.Constant.TRUE);
            assertThat(rule.rowDependent()).isFalse();
        }
    }

    @Test
    void systemEntity_permitsAdminsOnly_andTakesNoPolicy() {
        PolicySet set = world.compile(policy("p", "_Session", Slot.ALLOW, "true"));
        assertThat(set.diagnostics()).singleElement().satisfies(each -> {
            assertThat(each.code()).isEqualTo("POLICY_ENTITY_UNKNOWN");
            assertThat(each.severity()).isEqualTo(Diagnostic.Severity.ERROR);
        });
        AccessRule rule = world.compile().rule(World.SESSION, Action.READ);
        assertThat(rule.filter(user("u1"))).isEqualTo(Filter.Constant.FALSE);
        assertThat(rule.filter(ADMIN)).isEqualTo(Filter.Constant.TRUE);
    }

    @Test
    void slots_fallBackFromTheNarrowToTheWide() {
        PolicySet set = world.compile(
                policy("p", "Todo", Slot.ALLOW, "true", Slot.WRITE, "false", Slot.DELETE, "true", Slot.READ, "  "));
        assertThat(permits(set, Action.READ)).isTrue();
        assertThat(permits(set, Action.INSERT)).isFalse();
        assertThat(permits(set, Action.UPDATE)).isFalse();
        assertThat(permits(set, Action.DELETE)).isTrue();
    }

    @Test
    void writeSlot_saysNothingAboutReading() {
        PolicySet set = world.compile(policy("p", "Todo", Slot.WRITE, "true"));
        assertThat(permits(set, Action.READ)).isFalse();
        assertThat(permits(set, Action.INSERT)).isTrue();
    }

    @Test
    void severalPolicies_mustAllHold() {
        PolicySet set =
                world.compile(policy("open", "Todo", Slot.ALLOW, "true"), policy("no", "Todo", Slot.UPDATE, "false"));
        assertThat(permits(set, Action.READ)).isTrue();
        assertThat(permits(set, Action.INSERT)).isTrue();
        assertThat(permits(set, Action.UPDATE)).isFalse();
    }

    @Test
    void update_withoutExisting_mustHoldBeforeAndAfter() {
        Row mine = todo("ownerId", "u1");
        Row theirs = todo("ownerId", "u2");
        String owner = "auth.userId == data.ownerId";
        assertThat(world.updates(owner, user("u1"), mine, mine)).isTrue();
        assertThat(world.updates(owner, user("u1"), mine, theirs)).isFalse();
        assertThat(world.updates(owner, user("u1"), theirs, mine)).isFalse();
    }

    @Test
    void update_thatMentionsExisting_isAskedOnceWithBothRows() {
        Row mine = todo("ownerId", "u1", "rank", 1L);
        Row theirs = todo("ownerId", "u2", "rank", 2L);
        assertThat(world.updates("auth.userId == existing.ownerId", user("u1"), mine, theirs))
                .isTrue();
        assertThat(world.updates("auth.userId == existing.ownerId", user("u1"), theirs, mine))
                .isFalse();
        assertThat(world.updates("data.rank > existing.rank", user("u1"), mine, theirs))
                .isTrue();
        assertThat(world.updates("data.rank > existing.rank", user("u1"), theirs, mine))
                .isFalse();
    }

    @Test
    void update_mixedPolicies_areEachAskedInTheirWay() {
        PolicySet set = world.compile(
                policy("owner", "Todo", Slot.ALLOW, "auth.userId == data.ownerId"),
                policy("grows", "Todo", Slot.ALLOW, "true", Slot.UPDATE, "data.rank > existing.rank"));
        AccessRule rule = set.rule(World.TODO, Action.UPDATE);
        Row low = todo("ownerId", "u1", "rank", 1L);
        Row high = todo("ownerId", "u1", "rank", 2L);
        Row given = todo("ownerId", "u2", "rank", 2L);
        assertThat(rule.permits(user("u1"), high, low, RowSource.NONE)).isTrue();
        assertThat(rule.permits(user("u1"), low, high, RowSource.NONE)).isFalse();
        assertThat(rule.permits(user("u1"), given, low, RowSource.NONE)).isFalse();
    }

    @Test
    void update_existingInsideExists_isTheStoredRow() {
        world.rows.add(World.row(World.MEMBER, "userId", "u1", "team", "red"));
        String text = "exists(Member where userId == auth.userId && team == existing.team) && data.rank != null";
        Row red = todo("team", "red");
        Row blue = todo("team", "blue", "rank", 1L);
        assertThat(world.updates(text, user("u1"), red, blue)).isTrue();
        assertThat(world.updates(text, user("u1"), blue, red)).isFalse();
    }

    @Test
    void insert_hasNoExisting() {
        AccessRule rule = world.rule(Action.INSERT, "existing.id == null && data.id != null");
        assertThat(rule.permits(user("u1"), todo(), null, RowSource.NONE)).isTrue();
    }

    @Test
    void readAndDelete_existingIsTheRow() {
        for (Action action : List.of(Action.READ, Action.DELETE)) {
            AccessRule rule = world.rule(action, "existing.ownerId == auth.userId");
            Row row = todo("ownerId", "u1");
            assertThat(rule.permits(user("u1"), row, row, RowSource.NONE)).isTrue();
        }
    }

    @Test
    void anyError_deniesEverythingToAllButAdmins() {
        PolicySet set = world.compile(
                policy("good", "Todo", Slot.ALLOW, "true"), policy("bad", "User", Slot.ALLOW, "data.x == 1"));
        assertThat(permits(set, Action.READ)).isFalse();
        assertThat(set.rule(World.TODO, Action.READ).filter(ADMIN)).isEqualTo(Filter.Constant.TRUE);
    }

    @Test
    void inputs_nameWhatTheAnswerDependsOn() {
        AccessRule rule = world.rule(
                Action.READ,
                "auth.userId == data.ownerId || auth.hasRole('editor') || data.team in auth.roles || data.due < now");
        assertThat(rule.inputs())
                .containsExactlyInAnyOrder("auth.userId", "auth.hasRole('editor')", "auth.roles", "now");
        assertThat(rule.rowDependent()).isTrue();
        assertThat(world.rule(Action.READ, "auth.isGuest").rowDependent()).isFalse();
        assertThat(world.rule(Action.READ, "exists(Member where true)").rowDependent())
                .isTrue();
        assertThat(world.rule(Action.INSERT, "existing.title == null").rowDependent())
                .isFalse();
    }

    @Test
    void groupKey_isEqualForCallersWithTheSameRights() {
        AccessRule rule = world.rule(Action.READ, "auth.hasRole('editor') || data.done");
        assertThat(rule.groupKey(World.withRoles("editor", "x")))
                .isEqualTo(rule.groupKey(World.as(new Principal("u9", null, null, Set.of("editor"), false, false))))
                .isNotEqualTo(rule.groupKey(user("u1")))
                .isNotEqualTo(rule.groupKey(ADMIN));
        assertThat(rule.groupKey(user("u1"))).isEqualTo(rule.groupKey(anonymous()));
        AccessRule own = world.rule(Action.READ, "auth.userId == data.ownerId");
        assertThat(own.groupKey(user("u1"))).isNotEqualTo(own.groupKey(user("u2")));
        assertThat(own.groupKey(anonymous())).isEqualTo(own.groupKey(anonymous()));
    }

    @Test
    void filter_ofARuleWithoutRows_isConstant() {
        assertThat(world.rule(Action.READ, "auth.userId != null").filter(user("u1")))
                .isEqualTo(Filter.Constant.TRUE);
        assertThat(world.rule(Action.READ, "auth.userId != null").filter(anonymous()))
                .isEqualTo(Filter.Constant.FALSE);
        assertThat(world.rule(Action.READ, "now > '2020-01-01T00:00:00Z'").filter(anonymous()))
                .isEqualTo(Filter.Constant.TRUE);
    }

    @Test
    void now_isThatOfEachRequest() {
        AccessRule rule = world.rule(Action.READ, "now > '2026-01-01T00:00:00Z'");
        assertThat(rule.filter(new PolicyContext(Principal.ANONYMOUS, World.NOW)))
                .isEqualTo(Filter.Constant.TRUE);
        assertThat(rule.filter(new PolicyContext(Principal.ANONYMOUS, World.NOW.minusSeconds(86_400L * 365))))
                .isEqualTo(Filter.Constant.FALSE);
    }

    @Test
    void moreCallersThanTheCacheHolds_getTheirOwnAnswers() {
        AccessRule rule = world.rule(Action.READ, "auth.userId == data.ownerId");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_000; i++) {
                Row row = todo("ownerId", "u" + i);
                assertThat(rule.permits(user("u" + i), row, row, RowSource.NONE))
                        .isTrue();
                assertThat(rule.permits(user("u" + (i + 1)), row, row, RowSource.NONE))
                        .isFalse();
            }
        }
    }

    @Test
    void positions_countEscapesOfTheManifest() {
        PolicySet set = world.compile(policy("p", "Todo", Slot.READ, "data.title == \"a\\\\\" && data.foo"));
        Diagnostic diagnostic = set.diagnostics().get(0);
        assertThat(diagnostic.message()).startsWith("policy 'p', allowRead, character 29: ");
        // The two quotes and the two backslashes take two columns each in JSON.
        assertThat(diagnostic.position()).isEqualTo(new SourcePosition("manifest.json", 7, 20 + 28 + 4));
    }

    @Test
    void targets_mustBeOneAndKnown() {
        Map<Slot, PolicyRule.Expression> open = Map.of(Slot.ALLOW, new PolicyRule.Expression("true", null));
        List<String> codes = world
                .engine
                .compile(
                        World.SCHEMA,
                        List.of(
                                new PolicyRule("none", null, null, open),
                                new PolicyRule("both", "Todo", "closeTodo", open),
                                new PolicyRule("far", "Todos", null, open),
                                new PolicyRule("quiet", "Todo", null, Map.of())))
                .diagnostics()
                .stream()
                .map(each -> each.code() + " " + each.severity())
                .toList();
        assertThat(codes)
                .containsExactly(
                        "POLICY_TARGET ERROR",
                        "POLICY_TARGET ERROR",
                        "POLICY_ENTITY_UNKNOWN ERROR",
                        "POLICY_EMPTY WARNING");
    }

    @Test
    void entityOfAnotherGeneration_permitsAdminsOnly() {
        PolicySet set = world.compile(policy("p", "Todo", Slot.ALLOW, "true"));
        PolicySet empty = world.engine.compile(Schema.EMPTY, List.of());
        assertThat(empty.rule(World.TODO, Action.READ).filter(user("u1"))).isEqualTo(Filter.Constant.FALSE);
        assertThat(set.rule(World.TODO, Action.READ).filter(user("u1"))).isEqualTo(Filter.Constant.TRUE);
    }
}
