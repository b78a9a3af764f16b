// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import static io.lynchet.policy.World.anonymous;
import static io.lynchet.policy.World.todo;
import static io.lynchet.policy.World.user;
import static io.lynchet.policy.World.withRoles;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.JsonText;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Row;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What expressions mean, one behaviour a test. */
final class PolicyMeaningTest {
    private final World world = new World();

    private boolean holds(String text, Row row) {
        return world.reads(text, user("u1"), row);
    }

    private boolean holds(String text) {
        return holds(text, todo());
    }

    @Test
    void ownership_ofAnOwnedRow_isTheOwnersOnly() {
        Row row = todo("ownerId", "u1");
        assertThat(world.reads("auth.userId == data.ownerId", user("u1"), row)).isTrue();
        assertThat(world.reads("auth.userId == data.ownerId", user("u2"), row)).isFalse();
        assertThat(world.reads("auth.user_id == data.ownerId", user("u1"), row)).isTrue();
    }

    @Test
    void ownership_ofAnOwnerlessRow_isNobodys() {
        assertThat(world.reads("auth.userId == data.ownerId", anonymous(), todo()))
                .isFalse();
        assertThat(world.reads("data.ownerId == auth.userId", anonymous(), todo()))
                .isFalse();
        assertThat(world.reads("auth.userId != data.ownerId", anonymous(), todo()))
                .isTrue();
    }

    @Test
    void absentAuth_equalsOnlyTheLiteralNull() {
        assertThat(world.reads("auth.userId == null", anonymous(), todo())).isTrue();
        assertThat(world.reads("auth.userId != null", anonymous(), todo())).isFalse();
        assertThat(world.reads("auth.userId != null", user("u1"), todo())).isTrue();
        assertThat(world.reads("auth.tenantId == auth.email", anonymous(), todo()))
                .isFalse();
    }

    @Test
    void nullField_equalsNoOtherNullField() {
        assertThat(holds("data.title == data.team")).isFalse();
        assertThat(holds("data.title != data.team")).isTrue();
        assertThat(holds("data.title == null && data.team == null")).isTrue();
        assertThat(holds("null == null")).isTrue();
    }

    @Test
    void ordering_withAnAbsentSide_isFalseInBothDirections() {
        assertThat(holds("data.rank < 5")).isFalse();
        assertThat(holds("data.rank >= 5")).isFalse();
        assertThat(holds("!(data.rank < 5)")).isTrue();
        assertThat(holds("5 > data.rank", todo("rank", 4L))).isTrue();
    }

    @Test
    void numbers_compareByExactValue() {
        assertThat(holds("data.rank == 5.0", todo("rank", 5L))).isTrue();
        assertThat(holds("data.score < data.rank", todo("rank", 5L, "score", 4.5)))
                .isTrue();
        assertThat(holds("data.rank == -9223372036854775808", todo("rank", Long.MIN_VALUE)))
                .isTrue();
        assertThat(holds("data.rank == 9007199254740993", todo("rank", 9007199254740992L)))
                .isFalse();
    }

    @Test
    void bareBoolean_isTrueOnlyWhenTrue() {
        assertThat(holds("data.done", todo("done", true))).isTrue();
        assertThat(holds("data.done", todo("done", false))).isFalse();
        assertThat(holds("data.done")).isFalse();
        assertThat(holds("!data.done")).isTrue();
        assertThat(holds("data.done == false")).isFalse();
        assertThat(holds("data.done == false", todo("done", false))).isTrue();
    }

    @Test
    void bang_bindsTighterThanComparison() {
        assertThat(holds("!data.done == true", todo("done", false))).isTrue();
        assertThat(holds("!data.done == false", todo("done", true))).isTrue();
        assertThat(holds("!(data.done == true)", todo("done", false))).isTrue();
    }

    @Test
    void conditions_compareWithBooleans() {
        assertThat(holds("(data.rank > 1) == data.done", todo("rank", 2L, "done", true)))
                .isTrue();
        assertThat(holds("(data.rank > 1) == data.done", todo("rank", 1L, "done", false)))
                .isTrue();
        assertThat(holds("(data.rank > 1) == data.done", todo("rank", 1L))).isFalse();
        assertThat(holds("(data.rank > 1) != data.done", todo("rank", 1L))).isTrue();
        assertThat(holds("(data.rank > 1) == (data.score > 1)", todo("rank", 1L)))
                .isTrue();
        assertThat(holds("true == (data.rank > 1)", todo("rank", 2L))).isTrue();
    }

    @Test
    void and_bindsTighterThanOr() {
        assertThat(holds("true || false && false")).isTrue();
        assertThat(holds("(true || false) && false")).isFalse();
    }

    @Test
    void arithmetic_followsTheUsualPrecedence() {
        assertThat(holds("1 + 2 * 3 == 7")).isTrue();
        assertThat(holds("(1 + 2) * 3 == 9")).isTrue();
        assertThat(holds("10 - 2 - 3 == 5")).isTrue();
        assertThat(holds("7 % 4 == 3 && -7 % 4 == -3")).isTrue();
        assertThat(holds("-data.rank == -5", todo("rank", 5L))).isTrue();
    }

    @Test
    void division_isOfFloats() {
        assertThat(holds("1 / 2 == 0.5")).isTrue();
        assertThat(holds("data.rank / 2 > 2", todo("rank", 5L))).isTrue();
    }

    @Test
    void calculationWithoutAnAnswer_isAbsent() {
        for (String term : new String[] {
            "1 / 0", "1 % 0", "9223372036854775807 + 1", "-9223372036854775808 * -1", "1e308 * 10", "data.rank + 1"
        }) {
            assertThat(holds(term + " == 1")).as(term).isFalse();
            assertThat(holds(term + " < 1 || " + term + " >= 1")).as(term).isFalse();
            assertThat(holds("(" + term + ") == null")).as(term).isTrue();
        }
    }

    @Test
    void plus_concatenatesStrings() {
        assertThat(holds("data.title + '-' + data.team == 'a-b'", todo("title", "a", "team", "b")))
                .isTrue();
        assertThat(holds("data.title + '-' == 'a-'")).isFalse();
    }

    @Test
    void textOperators_areLiteralAndCaseSensitive() {
        Row row = todo("title", "50%_off");
        assertThat(holds("data.title starts_with '50%'", row)).isTrue();
        assertThat(holds("data.title ends_with '_off'", row)).isTrue();
        assertThat(holds("data.title contains '%_'", row)).isTrue();
        assertThat(holds("data.title contains 'OFF'", row)).isFalse();
        assertThat(holds("'50%_off!' starts_with data.title", row)).isTrue();
        assertThat(holds("data.title contains data.team", row)).isFalse();
    }

    @Test
    void in_findsAmongLiteralsAndFields() {
        Row row = todo("state", "open", "title", "a", "team", "b");
        assertThat(holds("data.state in ['open', 'closed']", row)).isTrue();
        assertThat(holds("data.title in ['x', data.team]", row)).isFalse();
        assertThat(holds("'b' in ['x', data.team]", row)).isTrue();
        assertThat(holds("data.title in []", row)).isFalse();
        assertThat(holds("data.rank in [1, 2.0]", todo("rank", 2L))).isTrue();
        assertThat(holds("data.title in ['a']")).isFalse();
    }

    @Test
    void roles_areTestedByCallAndByIn() {
        PolicyContext editor = withRoles("editor");
        assertThat(world.reads("auth.hasRole('editor')", editor, todo())).isTrue();
        assertThat(world.reads("auth.hasRole('owner')", editor, todo())).isFalse();
        assertThat(world.reads("auth.hasAnyRole('owner', 'editor')", editor, todo()))
                .isTrue();
        assertThat(world.reads("'editor' in auth.roles", editor, todo())).isTrue();
        assertThat(world.reads("data.team in auth.roles", editor, todo("team", "editor")))
                .isTrue();
        assertThat(world.reads("data.team in auth.roles", editor, todo())).isFalse();
        assertThat(world.reads("auth.hasRole('editor')", anonymous(), todo())).isFalse();
    }

    @Test
    void guestTenantAndEmail_areThoseOfTheCaller() {
        PolicyContext guest = World.as(new Principal("g", null, null, Set.of(), false, true));
        assertThat(world.reads("auth.isGuest", guest, todo())).isTrue();
        assertThat(world.reads("!auth.isGuest", user("u1"), todo())).isTrue();
        PolicyContext tenant = World.as(new Principal("u", "a@b.c", "t1", Set.of(), false, false));
        assertThat(world.reads("auth.tenantId == data.team", tenant, todo("team", "t1")))
                .isTrue();
        assertThat(world.reads("auth.email ends_with '@b.c'", tenant, todo())).isTrue();
    }

    @Test
    void datetimes_compareWithNowAndWithIsoLiterals() {
        Row row = todo("due", Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(holds("data.due < now", row)).isTrue();
        assertThat(holds("now < data.due", row)).isFalse();
        assertThat(holds("data.due >= '2026-02-01T01:00:00+01:00'", row)).isTrue();
        assertThat(holds("data.due in ['2026-02-01T00:00:00Z']", row)).isTrue();
    }

    @Test
    void json_isTestedForNull() {
        assertThat(holds("data.meta == null", todo("meta", new JsonText("[1]"))))
                .isFalse();
        assertThat(holds("data.meta != null", todo("meta", new JsonText("[1]"))))
                .isTrue();
    }

    @Test
    void stringEscapes_standForTheirCharacters() {
        assertThat(holds("data.title == \"a\\\\b\\\"c'd\\n\\r\\t\\0\"", todo("title", "a\\b\"c'd\n\r\t\0")))
                .isTrue();
        assertThat(holds("data.title == 'it\\'s ünï𝄞'", todo("title", "it's ünï𝄞")))
                .isTrue();
    }

    @Test
    void exists_looksForRowsAroundTheRow() {
        world.rows.add(World.row(World.MEMBER, "userId", "u1", "team", "red", "level", 2L));
        String text = "exists(Member where userId == auth.userId && team == data.team)";
        assertThat(world.reads(text, user("u1"), todo("team", "red"))).isTrue();
        assertThat(world.reads(text, user("u1"), todo("team", "blue"))).isFalse();
        assertThat(world.reads(text, user("u2"), todo("team", "red"))).isFalse();
        assertThat(world.reads(text, anonymous(), todo())).isFalse();
        assertThat(world.reads("!" + text, user("u2"), todo("team", "red"))).isTrue();
    }

    @Test
    void exists_nested_seesTheInnermostAndTheOutermostRow() {
        world.rows.add(World.row(World.MEMBER, "userId", "u7", "team", "red"));
        world.rows.add(World.row(World.USER, "name", "red"));
        String text = "exists(User where name == data.team && exists(Member where team == data.team))";
        assertThat(holds(text, todo("team", "red"))).isTrue();
        assertThat(holds(text, todo("team", "blue"))).isFalse();
    }
}
