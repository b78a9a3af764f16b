// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.data.RoomRules.Dependence;
import io.lynchet.api.data.RoomRules.Right;
import io.lynchet.api.data.RoomRules.Verdict;
import io.lynchet.api.principal.Principal;
import io.lynchet.data.read.ServedRoomRules;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomRulesTest {
    private static final String ROOMS = """
            {"name":"lobby","allowJoin":"true","allowBroadcast":"auth.hasRole('host')"},
            {"name":"team/*","allowJoin":"exists(Seat where team == data.key && person == auth.userId)"},
            {"name":"team/staff","allowJoin":"auth.hasRole('staff')"},
            {"name":"team/x/*","allowJoin":"data.name == 'team/x/1' && data.key == '1'"},
            {"name":"mixed","allowJoin":"auth.hasRole('staff') || exists(Seat where person == auth.userId)"},
            {"name":"later","allowJoin":"now > '2030-01-01T00:00:00Z' || auth.hasRole('early')"}""";
    private static final Principal ADA = Principal.user("ada");

    @TempDir
    Path folder;

    private ServedApp app;
    private RoomRules rules;

    private static String manifest(String rooms) {
        return """
                {"manifest_version":1,"name":"a","version":"1","routes":[],
                 "entities":[{"name":"Seat","fields":[
                   {"name":"team","type":"string","optional":false,"unique":false},
                   {"name":"person","type":"string","optional":false,"unique":false}],"indexes":[]}],
                 "rooms":[%s]}""".formatted(rooms);
    }

    @BeforeEach
    void begin() {
        app = new ServedApp(folder, manifest(ROOMS));
        rules = rules(false);
    }

    private RoomRules rules(boolean dev) {
        return new ServedRoomRules(app.state, app.stores, app.feed, Clock.systemUTC(), dev);
    }

    @AfterEach
    void end() throws Exception {
        app.close();
    }

    private static Principal withRole(String role) {
        return new Principal("ada", null, null, Set.of(role), false, false);
    }

    private boolean mayJoin(Principal principal, String room) {
        return rules.ask(Right.JOIN, principal, room).allowed();
    }

    @Test
    void mostSpecificEntry_decidesAlone() {
        assertThat(mayJoin(ADA, "lobby")).isTrue();
        assertThat(mayJoin(ADA, "team/staff")).isFalse();
        assertThat(mayJoin(withRole("staff"), "team/staff")).isTrue();
        assertThat(mayJoin(ADA, "team/x/1")).isTrue();
        assertThat(mayJoin(ADA, "team/x/2")).isFalse();
    }

    @Test
    void roomThatNothingMatches_isClosed_exceptInDevelopment() {
        for (String room : new String[] {"other", "lobby2", "Lobby", "team/", "team", "*", "team/*"}) {
            assertThat(mayJoin(ADA, room)).as(room).isFalse();
        }
        assertThat(rules(true).ask(Right.JOIN, ADA, "other").allowed()).isTrue();
        assertThat(rules(true).ask(Right.JOIN, ADA, "team/staff").allowed()).isFalse();
        assertThat(rules(true).ask(Right.JOIN, Principal.ANONYMOUS, "other").allowed())
                .isFalse();
    }

    @Test
    void adminMayDoAll_andAnonymousNothing() {
        for (String room : new String[] {"lobby", "other", "team/1"}) {
            assertThat(mayJoin(Principal.ADMIN, room)).as(room).isTrue();
            assertThat(mayJoin(Principal.ANONYMOUS, room)).as(room).isFalse();
        }
        assertThat(rules.ask(Right.BROADCAST, Principal.ADMIN, "lobby").allowed())
                .isTrue();
    }

    @Test
    void rowsDecide_andTheVerdictSaysUntilWhen() {
        Verdict before = rules.ask(Right.JOIN, ADA, "team/7");
        assertThat(before.allowed()).isFalse();
        assertThat(before.dependence()).isEqualTo(Dependence.ROWS);
        assertThat(before.outdated(rules.state())).isFalse();
        app.insert(Principal.ADMIN, "Seat", "team", "7", "person", "ada");
        assertThat(before.outdated(rules.state())).isTrue();
        assertThat(mayJoin(ADA, "team/7")).isTrue();
        assertThat(mayJoin(ADA, "team/8")).isFalse();
        assertThat(mayJoin(Principal.user("bob"), "team/7")).isFalse();
    }

    @Test
    void verdict_lastsAsLongAsItsInputs() {
        Verdict byRole = rules.ask(Right.JOIN, withRole("staff"), "mixed");
        assertThat(byRole.dependence()).isEqualTo(Dependence.NOTHING);
        assertThat(rules.ask(Right.JOIN, ADA, "mixed").dependence()).isEqualTo(Dependence.ROWS);
        Verdict byTime = rules.ask(Right.JOIN, ADA, "later");
        assertThat(byTime.allowed()).isFalse();
        assertThat(byTime.outdated(rules.state())).isTrue();
        app.insert(Principal.ADMIN, "Seat", "team", "7", "person", "ada");
        assertThat(byRole.outdated(rules.state())).isFalse();
        app.reload(manifest("{\"name\":\"mixed\",\"allowJoin\":\"false\"}"));
        assertThat(byRole.outdated(rules.state())).isTrue();
        assertThat(mayJoin(withRole("staff"), "mixed")).isFalse();
    }

    @Test
    void broadcast_isForThoseWhomItsRuleLets_orForAllWithoutOne() {
        assertThat(rules.ask(Right.BROADCAST, ADA, "lobby").allowed()).isFalse();
        assertThat(rules.ask(Right.BROADCAST, withRole("host"), "lobby").allowed())
                .isTrue();
        assertThat(rules.ask(Right.BROADCAST, ADA, "team/x/1").allowed()).isTrue();
    }

    @Test
    void badRule_refusesTheManifest_atItsPlace() {
        ReloadReport report = app.reload(manifest("""
                {"name":"lobby","allowJoin":"data.nme == 'x'"},
                {"name":"*","allowJoin":"true","allowBroadcast":"exists(Nobody where id == 'x')"},
                {"name":"b","allowJoin":"auth.userId =="},
                {"name":"c","allowJoin":"exists('room lobby' where id == 'x')"}"""));
        assertThat(report.applied()).isFalse();
        assertThat(report.diagnostics())
                .extracting(d -> d.code() + " " + d.position().line() + ":"
                        + d.position().column())
                .containsExactlyInAnyOrder(
                        "POLICY_FIELD_UNKNOWN 5:45",
                        "POLICY_ENTITY_UNKNOWN 6:57",
                        "POLICY_SYNTAX 7:40",
                        "POLICY_SYNTAX 8:33");
        assertThat(report.diagnostics().get(0).message())
                .contains("allowJoin of room lobby")
                .contains("room lobby has no field 'nme'");
        assertThat(mayJoin(ADA, "lobby")).isTrue();
    }

    @Test
    void missingFunction_isNeverAYes() {
        app.reload(manifest("{\"name\":\"f\",\"allowJoin\":\"allowed(data.name)\"}"));
        LynchetException error = catchThrowableOfType(LynchetException.class, () -> mayJoin(ADA, "f"));
        assertThat(error == null ? null : error.code()).isEqualTo(ErrorCode.POLICY_FUNCTION_MISSING);
    }
}
