// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import static io.lynchet.policy.World.policy;
import static io.lynchet.policy.World.todo;
import static io.lynchet.policy.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Row;
import org.junit.jupiter.api.Test;

/** What an operator is told about an answer. */
final class ExplanationTest {
    private final World world = new World();

    private String explain(Action action, PolicyContext context, Row data, Row existing, PolicyRule... rules) {
        Explanation root = world.compile(rules).rule(World.TODO, action).explain(context, data, existing, world);
        StringBuilder text = new StringBuilder();
        print(root, "", text);
        return text.toString();
    }

    private static void print(Explanation node, String indent, StringBuilder to) {
        to.append(indent)
                .append(node.expression())
                .append(" -> ")
                .append(node.value())
                .append('\n');
        node.parts().forEach(part -> print(part, indent + "  ", to));
    }

    @Test
    void read_showsEachPartAndItsValues() {
        PolicyRule owner = policy(
                "owner", "Todo", Slot.READ, "auth.userId == data.ownerId || data.team in auth.roles && !data.done");
        Row row = todo("ownerId", "u2", "team", "red");
        assertThat(explain(Action.READ, World.withRoles("red"), row, row, owner))
                .isEqualTo("""
                        Todo READ -> allowed
                          owner, allowRead -> true
                            auth.userId == data.ownerId || data.team in auth.roles && !data.done -> true
                              auth.userId == data.ownerId -> false
                                auth.userId -> 'u1'
                                data.ownerId -> 'u2'
                              data.team in auth.roles && !data.done -> true
                                data.team in auth.roles -> true
                                  data.team -> 'red'
                                !data.done -> true
                                  data.done -> false
                                    data.done -> absent
                        """);
    }

    @Test
    void update_showsTheRowAsItIsAndAsItWillBe() {
        PolicyRule owner = policy("owner", "Todo", Slot.ALLOW, "auth.userId == data.ownerId");
        PolicyRule grows = policy("grows", "Todo", Slot.UPDATE, "data.rank >= existing.rank");
        Row before = todo("ownerId", "u1", "rank", 1L);
        Row after = todo("ownerId", "u2", "rank", 2L);
        assertThat(explain(Action.UPDATE, user("u1"), after, before, owner, grows))
                .isEqualTo("""
                        Todo UPDATE -> denied
                          owner, allow (on the row as it will be) -> false
                            auth.userId == data.ownerId -> false
                              auth.userId -> 'u1'
                              data.ownerId -> 'u2'
                          owner, allow (on the row as it is) -> true
                            auth.userId == data.ownerId -> true
                              auth.userId -> 'u1'
                              data.ownerId -> 'u1'
                          grows, allowUpdate -> true
                            data.rank >= existing.rank -> true
                              data.rank -> 2
                              existing.rank -> 1
                        """);
    }

    @Test
    void withoutARow_partsThatNeedOneSaySo() {
        PolicyRule rule = policy("p", "Todo", Slot.ALLOW, "auth.isGuest || data.rank > 1");
        assertThat(explain(Action.READ, user("u1"), null, null, rule)).isEqualTo("""
                        Todo READ -> depends on the row
                          p, allow -> depends on the row
                            auth.isGuest || data.rank > 1 -> depends on the row
                              auth.isGuest -> false
                                auth.isGuest -> false
                              data.rank > 1 -> depends on the row
                                data.rank -> depends on the row
                        """);
    }

    @Test
    void withoutAPolicy_andForAdmins_itSaysWhy() {
        assertThat(explain(Action.READ, user("u1"), todo(), todo()))
                .isEqualTo("Todo READ -> denied: no policy allows it\n");
        assertThat(explain(Action.READ, World.as(Principal.ADMIN), todo(), todo()))
                .isEqualTo("Todo READ -> allowed: the caller is an admin\n");
    }

    @Test
    void missingFunction_isNamed() {
        PolicyRule rule = policy("p", "Todo", Slot.ALLOW, "isVip(data.ownerId)");
        assertThat(explain(Action.READ, user("u1"), todo(), todo(), rule)).isEqualTo("""
                        Todo READ -> fails: POLICY_FUNCTION_MISSING
                          p, allow -> fails: POLICY_FUNCTION_MISSING
                            isVip(data.ownerId) -> fails: POLICY_FUNCTION_MISSING
                              isVip(data.ownerId) -> fails: POLICY_FUNCTION_MISSING
                        """);
    }

    @Test
    void exists_isShownAsAWhole_andAgreementsInParts() {
        PolicyRule rule = policy("p", "Todo", Slot.ALLOW, "exists(Member where team == data.team) == data.done");
        world.rows.add(World.row(World.MEMBER, "team", "red"));
        Row row = todo("team", "red", "done", true);
        assertThat(explain(Action.READ, user("u1"), row, row, rule)).isEqualTo("""
                        Todo READ -> allowed
                          p, allow -> true
                            exists(Member where team == data.team) == data.done -> true
                              exists(Member where team == data.team) -> true
                              data.done -> true
                                data.done -> true
                        """);
    }
}
