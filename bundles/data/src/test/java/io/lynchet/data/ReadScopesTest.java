// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.data.read.PolicyReadScopes;
import io.lynchet.testkit.Seeds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadScopesTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
              {"name":"Team","fields":[{"name":"name","type":"string"}]},
              {"name":"Member","fields":[{"name":"user","type":"string"},{"name":"team","type":"string"}]},
              {"name":"Note","fields":[{"name":"owner","type":"string","optional":true},{"name":"team","type":"string","optional":true}]},
              {"name":"News","fields":[{"name":"from","type":"datetime"}]},
              {"name":"Deep","fields":[{"name":"name","type":"string"}]},
              {"name":"Closed","fields":[{"name":"x","type":"int"}]}],
             "policies":[
              {"name":"own","entity":"Note","allow":"auth.userId == data.owner || exists(Member where team == data.team && user == auth.userId)"},
              {"name":"all","entity":"Team","allow":"auth.userId == data.name"},
              {"name":"deep","entity":"Deep","allow":"exists(Team where name == data.name && exists(Member where team == data.name && user == auth.userId))"},
              {"name":"due","entity":"News","allow":"data.from <= now"}]}
            """;
    private static final Principal ANN = Principal.user("ann");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private ServedApp app;
    private PolicyReadScopes scopes;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        scopes = new PolicyReadScopes(app.state, app.stores, app.feed, app.limits);
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    private ReadScope scope(Principal principal, String entity) {
        return scopes.scope(principal, app.entity(entity), NOW);
    }

    @Test
    void scope_ofCallersWithEqualInputs_isTheSame_andOfOthersIsNot() {
        Principal annWithRole = new Principal("ann", "a@example.com", "t1", Set.of("editor"), false, false);
        assertThat(scope(ANN, "Team").key())
                .isEqualTo(scope(annWithRole, "Team").key());
        assertThat(scope(ANN, "Team").fingerprint())
                .isEqualTo(scope(annWithRole, "Team").fingerprint());
        assertThat(scope(ANN, "Team").key())
                .isNotEqualTo(scope(Principal.user("ben"), "Team").key());
        assertThat(scope(ANN, "Team").fingerprint())
                .isNotEqualTo(scope(Principal.user("ben"), "Team").fingerprint())
                .isNotEqualTo(scope(ANN, "Note").fingerprint());
    }

    @Test
    void scope_ofAUserWhoIsCalledAdmin_isNotThatOfTheAdmin() {
        ReadScope user = scope(Principal.user("admin"), "Team");
        ReadScope admin = scope(Principal.ADMIN, "Team");
        assertThat(user.key()).isNotEqualTo(admin.key());
        assertThat(user.fingerprint()).isNotEqualTo(admin.fingerprint());
        assertThat(user.everyField()).isFalse();
        assertThat(admin.everyField()).isTrue();
        assertThat(admin.filter()).isEqualTo(Filter.Constant.TRUE);
    }

    @Test
    void scope_tellsOnWhatElseItDepends() {
        assertThat(scope(ANN, "Note").reads()).containsExactly(app.entity("Member"));
        assertThat(scope(ANN, "Deep").reads()).containsExactlyInAnyOrder(app.entity("Team"), app.entity("Member"));
        assertThat(scope(ANN, "Note").changesByItself()).isFalse();
        assertThat(scope(ANN, "News").changesByItself()).isTrue();
        assertThat(scope(Principal.ADMIN, "News").changesByItself()).isFalse();
        assertThat(scope(ANN, "Closed").nothing()).isTrue();
        assertThat(scope(Principal.ADMIN, "Closed").nothing()).isFalse();
    }

    @Test
    void scope_thatDependsOnTheTime_isMadeForEachTime() {
        Row news = Row.owning(app.entity("News"), new Object[] {"n", NOW});
        ReadScope before = scopes.scope(ANN, app.entity("News"), NOW.minusSeconds(1));
        ReadScope after = scopes.scope(ANN, app.entity("News"), NOW);
        assertThat(before.filter().matches(Scope.of(news, RowSource.NONE))).isFalse();
        assertThat(after.filter().matches(Scope.of(news, RowSource.NONE))).isTrue();
        assertThat(before.fingerprint()).isEqualTo(after.fingerprint());
    }

    @Test
    void fingerprint_survivesAnotherProcess_andChangesWithTheManifest() {
        String first = scope(ANN, "Note").fingerprint();
        assertThat(new PolicyReadScopes(app.state, app.stores, app.feed, app.limits)
                        .scope(ANN, app.entity("Note"), NOW)
                        .fingerprint())
                .isEqualTo(first)
                .matches("[0-9a-z.-]{1,40}");
        app.reload(MANIFEST.replace("data.from <= now", "data.from < now"));
        assertThat(scope(ANN, "Note").fingerprint()).isNotEqualTo(first);
    }

    @Test
    void scope_ofAnEntityOfAnEarlierGeneration_isRefused() {
        var old = app.entity("Note");
        app.reload(MANIFEST.replace("\"version\":\"1\"", "\"version\":\"2\""));
        assertThatThrownBy(() -> scopes.scope(ANN, old, NOW)).isInstanceOf(SchemaChangedException.class);
    }

    @Test
    void rowsAt_aSeqBeyondTheMoment_isRefused() {
        app.insert(Principal.ADMIN, "Team", "name", "a");
        Filter all = Filter.Constant.TRUE;
        assertThatThrownBy(() ->
                        scopes.now(moment -> moment.rowsAt(moment.seq() + 1).exists(app.entity("Team"), all, null)))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESYNC_REQUIRED));
    }

    @Test
    void rowsAt_answerAsTheStoreDidThen() {
        Seeds.forEach(5, random -> {
            long first = app.store.info().headSeq();
            List<List<Boolean>> then = new ArrayList<>();
            List<Row> probes = probes();
            for (int step = 0; step < 60; step++) {
                then.add(scopes.now(moment -> visible(probes, moment)));
                change(random);
            }
            for (int step = 0; step < then.size(); step++) {
                long at = first + step;
                assertThat(scopes.<List<Boolean>>now(moment -> visible(probes, moment.rowsAt(at))))
                        .as("seq %d", at)
                        .isEqualTo(then.get(step));
            }
            assertThat(new TreeSet<>(then.stream().flatMap(List::stream).toList()))
                    .as("both answers")
                    .containsExactly(false, true);
        });
    }

    private List<Row> probes() {
        List<Row> rows = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            rows.add(Row.owning(app.entity("Note"), new Object[] {"n" + name, null, name}));
            rows.add(Row.owning(app.entity("Deep"), new Object[] {"d" + name, name}));
        }
        return rows;
    }

    private List<Boolean> visible(List<Row> rows, RowSource source) {
        return rows.stream()
                .map(row -> scope(ANN, row.entity().name()).filter().matches(Scope.of(row, source)))
                .toList();
    }

    /** Makes exactly one entry in the log. */
    private void change(Random random) {
        String entity = random.nextBoolean() ? "Member" : "Team";
        String name = List.of("a", "b", "c").get(random.nextInt(3));
        String user = random.nextInt(3) > 0 ? "ann" : "ben";
        List<Row> rows = app.data
                .query(Principal.ADMIN, io.lynchet.api.query.Query.of(app.entity(entity), Filter.Constant.TRUE, 100))
                .rows();
        int what = rows.isEmpty() ? 0 : random.nextInt(3);
        if (what == 0 && entity.equals("Member")) {
            app.insert(Principal.ADMIN, entity, "user", user, "team", name);
        } else if (what == 0) {
            app.insert(Principal.ADMIN, entity, "name", name + random.nextInt(2));
        } else {
            Row row = rows.get(random.nextInt(rows.size()));
            String field = entity.equals("Member") ? "team" : "name";
            if (what == 1 && !row.get(field).equals(name)) {
                app.update(Principal.ADMIN, entity, row.id(), field, name);
            } else {
                app.delete(Principal.ADMIN, entity, row.id());
            }
        }
    }
}
