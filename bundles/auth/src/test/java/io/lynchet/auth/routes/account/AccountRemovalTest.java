// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.account.RowRemovalQueue;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is kept here by rows of others. */
class AccountRemovalTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"shop","version":"1.0.0","routes":[],
             "entities":[
               {"name":"User","fields":[
                 {"name":"email","type":"string","unique":true},
                 {"name":"displayName","type":"string"},
                 {"name":"emailVerified","type":"bool"},
                 {"name":"phone","type":"string","optional":true},
                 {"name":"buddy","type":"id(User)","optional":true},
                 {"name":"home","type":"id(Team)","optional":true}]},
               {"name":"Team","fields":[{"name":"name","type":"string"}]},
               {"name":"Seat","fields":[{"name":"team","type":"id(Team)"},{"name":"user","type":"id(User)"}]},
               {"name":"Task","fields":[
                 {"name":"title","type":"string"},
                 {"name":"assignee","type":"id(User)","optional":true},
                 {"name":"reviewer","type":"id(User)","optional":true}]},
               {"name":"Invoice","fields":[{"name":"buyer","type":"id(User)"}]}],
             "policies":[]}""";

    @TempDir
    Path folder;

    private AuthScene scene;
    private String ada;
    private String bob;

    @BeforeEach
    void begin() {
        scene = new AuthScene(folder, false, MANIFEST);
        ada = scene.person("ada@example.org").id();
        bob = scene.person("bob@example.org").id();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private void insert(String entity, Object... namesAndValues) {
        insertAll(entity, 1, namesAndValues);
    }

    private void insertAll(String name, int count, Object... namesAndValues) {
        scene.rows.write(service -> {
            Entity entity = service.app().schema().entityOrNull(name);
            List<Mutation> writes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Draft draft = new Draft(entity);
                for (int j = 0; j < namesAndValues.length; j += 2) {
                    draft.set((String) namesAndValues[j], namesAndValues[j + 1]);
                }
                writes.add(new Mutation.Insert(draft));
            }
            return writes;
        });
    }

    private String delete() {
        String token = scene.tokenOf(ada);
        String answer = AuthScene.text(
                scene.send(new DeleteAccount(scene.services()), FakeRequest.of(HttpMethod.DELETE, "/account"), token));
        assertThat(scene.refusalOf(token)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.app.rows(AuthSchema.ACCOUNTS)).extracting(Row::id).containsExactly(bob);
        assertThat(scene.app.rows(AuthSchema.SESSIONS)).isEmpty();
        assertThat(scene.audit.events()).endsWith("account_deleted");
        return answer;
    }

    private Row user(String id) {
        return scene.app.rows("User").stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    @Test
    void optionalReferencesOfOthers_becomeNull_inOneCommit() {
        insert("Task", "title", "t", "assignee", ada, "reviewer", ada);
        insert("Task", "title", "u", "assignee", bob, "reviewer", ada);
        scene.rows.update("User", bob, draft -> draft.set("buddy", ada));
        scene.rows.update("User", ada, draft -> draft.set("buddy", ada));
        assertThat(delete()).isEqualTo("{\"deleted\":true}");
        assertThat(user(ada)).isNull();
        assertThat(user(bob).get("buddy")).isNull();
        assertThat(scene.app.rows("Task"))
                .extracting(row -> row.get("assignee"))
                .containsExactlyInAnyOrder(null, bob);
        assertThat(scene.app.rows("Task"))
                .extracting(row -> row.get("reviewer"))
                .containsOnlyNulls();
        assertThat(scene.app.rows(AuthSchema.LEAVING)).isEmpty();
    }

    @Test
    void rowThatOthersRequire_staysEmptied_andTheAnswerDoesNotTell() {
        scene.rows.update("User", ada, draft -> draft.set("phone", "555").set("buddy", bob));
        insert("Invoice", "buyer", ada);
        insert("Task", "title", "t", "assignee", ada);
        assertThat(delete()).isEqualTo("{\"deleted\":true}");
        Row left = user(ada);
        assertThat(left.get("email")).isEqualTo("deleted " + ada);
        assertThat(left.get("displayName")).isEqualTo("");
        assertThat(left.get("emailVerified")).isEqualTo(false);
        assertThat(left.get("phone")).isNull();
        assertThat(left.get("buddy")).isNull();
        assertThat(scene.app.rows("Task"))
                .extracting(row -> row.get("assignee"))
                .containsOnlyNulls();
        assertThat(scene.app.rows("Invoice"))
                .extracting(row -> row.get("buyer"))
                .containsExactly(ada);
        assertThat(scene.person("ada@example.org").id()).isNotEqualTo(ada);
    }

    @Test
    void twoWhoAreRequired_canBothGo_thoughTheirAddressIsUnique() {
        insert("Invoice", "buyer", ada);
        insert("Invoice", "buyer", bob);
        scene.accounts.delete(ada);
        scene.accounts.delete(bob);
        assertThat(scene.app.rows("User")).hasSize(2);
        assertThat(scene.app.rows(AuthSchema.ACCOUNTS)).isEmpty();
    }

    @Test
    void rowsThatOtherBundlesTakeAlong_areNoObstacleEither() {
        insert("Team", "id", "1".repeat(40), "name", "hers");
        insert("Team", "id", "2".repeat(40), "name", "needed");
        insert("Seat", "id", "3".repeat(40), "team", "1".repeat(40), "user", ada);
        insert("Seat", "team", "2".repeat(40), "user", bob);
        scene.rows.update("User", ada, draft -> draft.set("home", "1".repeat(40)));
        scene.records.add(new AccountRecords() {
            @Override
            public List<Mutation> credentials(DataService data, String userId) {
                return List.of();
            }

            @Override
            public List<Mutation> others(DataService data, String userId) {
                Entity team = data.app().schema().entityOrNull("Team");
                Entity seat = data.app().schema().entityOrNull("Seat");
                return List.of(
                        new Mutation.Delete(team, "1".repeat(40), Mutation.ANY),
                        new Mutation.Delete(team, "2".repeat(40), Mutation.ANY),
                        new Mutation.Delete(seat, "3".repeat(40), Mutation.ANY));
            }
        });
        delete();
        assertThat(user(ada)).isNull();
        assertThat(scene.app.rows("Seat")).hasSize(1);
        assertThat(scene.app.rows("Team")).singleElement().satisfies(team -> {
            assertThat(team.id()).isEqualTo("2".repeat(40));
            assertThat(team.get("name")).isEqualTo("");
        });
    }

    @Test
    void manyReferences_areClearedInSteps_thatARestartGoesOnWith() {
        insertAll("Task", AuthScene.STEP_MAX * 2 + 7, "title", "t", "assignee", ada);
        delete();
        assertThat(user(ada).get("email")).isEqualTo("deleted " + ada);
        assertThat(scene.app.rows(AuthSchema.LEAVING)).hasSize(1);
        assertThat(scene.leaving.step()).isTrue();
        assertThat(scene.app.rows("Task").stream().filter(row -> row.get("assignee") == null))
                .hasSize(AuthScene.STEP_MAX);
        RowRemovalQueue restarted = new RowRemovalQueue(scene.rows, AuthScene.STEP_MAX, () -> {});
        for (int steps = 0; restarted.step(); steps++) {
            assertThat(steps).isLessThan(10);
        }
        assertThat(scene.app.rows("Task"))
                .extracting(row -> row.get("assignee"))
                .containsOnlyNulls();
        assertThat(user(ada)).isNull();
        assertThat(scene.app.rows(AuthSchema.LEAVING)).isEmpty();
    }

    @Test
    void manyReferences_andOneThatRequires_leaveAnEmptiedRow() {
        insertAll("Task", AuthScene.STEP_MAX + 1, "title", "t", "assignee", ada);
        insert("Invoice", "buyer", ada);
        delete();
        for (int steps = 0; scene.leaving.step(); steps++) {
            assertThat(steps).isLessThan(10);
        }
        assertThat(scene.app.rows("Task"))
                .extracting(row -> row.get("assignee"))
                .containsOnlyNulls();
        assertThat(user(ada).get("displayName")).isEqualTo("");
        assertThat(scene.app.rows(AuthSchema.LEAVING)).isEmpty();
    }
}
