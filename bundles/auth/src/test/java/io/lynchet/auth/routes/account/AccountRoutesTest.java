// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts: roles, lists, keys, deletion, and what a proven address does. */
class AccountRoutesTest {
    @TempDir
    Path folder;

    private AuthScene scene;
    private String ada;
    private String token;

    @BeforeEach
    void begin() {
        scene = new AuthScene(folder, false);
        ada = scene.person("ada@example.org").id();
        token = scene.tokenOf(ada);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private static FakeRequest put(String id, String json) {
        return FakeRequest.of(HttpMethod.PUT, "/users/x/roles")
                .pathParameter("id", id)
                .json(json);
    }

    @Test
    void roles_countFromTheNextRequestOn() {
        SetRoles set = new SetRoles(scene.services());
        assertThat(scene.caller(token).principal().roles()).isEmpty();
        scene.send(set, put(ada, "{'roles':['editor','a:b']}"), AuthScene.ADMIN_TOKEN);
        assertThat(scene.caller(token).principal().roles()).containsExactlyInAnyOrder("editor", "a:b");
        scene.send(set, put(ada, "{'roles':[]}"), AuthScene.ADMIN_TOKEN);
        assertThat(scene.caller(token).principal().roles()).isEmpty();
        assertThat(scene.audit.events()).endsWith("roles_changed", "roles_changed");
    }

    @Test
    void roles_moreThanAllowed_areRefused_alsoWhenTheyAreTheSame() {
        SetRoles set = new SetRoles(scene.services());
        String many = "{'roles':['a'" + ",'a'".repeat(100) + "]}";
        scene.refused(ErrorCode.INVALID_DATA, set, put(ada, many), AuthScene.ADMIN_TOKEN);
    }

    @Test
    void roles_areRefused_toOthers_forNobody_andWithWrongNames() {
        SetRoles set = new SetRoles(scene.services());
        scene.refused(ErrorCode.FORBIDDEN, set, put(ada, "{'roles':['admin']}"), token);
        scene.refused(ErrorCode.FORBIDDEN, set, put(ada, "{'roles':['admin']}"), null);
        String admin = AuthScene.ADMIN_TOKEN;
        scene.refused(ErrorCode.NOT_FOUND, set, put("nobody", "{'roles':['x']}"), admin);
        scene.refused(ErrorCode.INVALID_DATA, set, put(ada, "{'roles':'x'}"), admin);
        scene.refused(ErrorCode.INVALID_DATA, set, put(ada, "{'roles':[1]}"), admin);
        scene.refused(ErrorCode.INVALID_DATA, set, put(ada, "{'roles':['a b']}"), admin);
        scene.refused(ErrorCode.INVALID_DATA, set, put(ada, "{'roles':['org:owner']}"), admin);
        scene.refused(ErrorCode.INVALID_DATA, set, put(ada, "{}"), admin);
    }

    @Test
    void users_areListedForAdmins_newestFirst_inPages() {
        ListUsers list = new ListUsers(scene.services());
        scene.pass(Duration.ofSeconds(1));
        scene.person("bob@example.org");
        String admin = AuthScene.ADMIN_TOKEN;
        String all = AuthScene.text(scene.send(list, FakeRequest.get("/users"), admin));
        assertThat(all.indexOf("bob@")).isPositive().isLessThan(all.indexOf("ada@"));
        assertThat(AuthScene.text(scene.send(list, FakeRequest.get("/users").query("limit", "1"), admin)))
                .contains("bob@")
                .doesNotContain("ada@");
        assertThat(AuthScene.text(
                        scene.send(list, FakeRequest.get("/users").query("before", "2026-01-01T00:00:01Z"), admin)))
                .contains("ada@")
                .doesNotContain("bob@");
        scene.refused(ErrorCode.FORBIDDEN, list, FakeRequest.get("/users"), token);
        scene.refused(
                ErrorCode.INVALID_PARAMETER, list, FakeRequest.get("/users").query("limit", "0"), admin);
        scene.refused(
                ErrorCode.INVALID_PARAMETER, list, FakeRequest.get("/users").query("before", "now"), admin);
        scene.refused(
                ErrorCode.INVALID_PARAMETER,
                list,
                FakeRequest.get("/users").query("before", "+999999999-01-01T00:00:00.000000000Z"),
                admin);
    }

    @Test
    void audit_isForAdmins_andCanBeNarrowed() {
        ListAudit list = new ListAudit(scene.services());
        String bob = scene.person("bob@example.org").id();
        scene.tokenOf(bob);
        assertThat(AuthScene.text(
                        scene.send(list, FakeRequest.get("/audit").query("user", bob), AuthScene.ADMIN_TOKEN)))
                .contains("sign_in", bob)
                .doesNotContain(ada);
        scene.refused(ErrorCode.FORBIDDEN, list, FakeRequest.get("/audit"), token);
        scene.refused(
                ErrorCode.INVALID_PARAMETER,
                list,
                FakeRequest.get("/audit").query("limit", "1001"),
                AuthScene.ADMIN_TOKEN);
    }

    @Test
    void deletedAccount_takesEverythingAlong() {
        String other = scene.tokenOf(scene.person("bob@example.org").id());
        scene.accounts.link(ada, "google", "1");
        scene.services().keys().make(ada, "k", Set.of("read"), null);
        scene.send(new DeleteAccount(scene.services()), FakeRequest.of(HttpMethod.DELETE, "/account"), token);
        for (String entity : List.of(AuthSchema.LINKS, AuthSchema.KEYS)) {
            assertThat(scene.app.rows(entity)).as(entity).isEmpty();
        }
        for (String entity : List.of(AuthSchema.ACCOUNTS, AuthSchema.SESSIONS, "User")) {
            assertThat(scene.app.rows(entity)).as(entity).hasSize(1);
        }
        assertThat(scene.refusalOf(token)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.refusalOf(other)).isEmpty();
        assertThat(scene.audit.events()).endsWith("account_deleted");
    }

    @Test
    void deletion_isForThePersonOnly() {
        DeleteAccount delete = new DeleteAccount(scene.services());
        FakeRequest request = FakeRequest.of(HttpMethod.DELETE, "/account");
        String key = scene.services()
                .keys()
                .make(ada, "k", Set.of("read", "write"), null)
                .key();
        scene.refused(ErrorCode.UNAUTHENTICATED, delete, request, null);
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, delete, request, key);
        scene.refused(ErrorCode.UNAUTHENTICATED, delete, request, AuthScene.ADMIN_TOKEN);
        scene.refused(ErrorCode.UNAUTHENTICATED, delete, request, scene.guest().token());
    }

    @Test
    void whatOtherBundlesKeep_goesWithTheAccount_orRefusesThat() {
        scene.records.add(new AccountRecords() {
            @Override
            public List<Mutation> credentials(DataService data, String userId) {
                return List.of();
            }

            @Override
            public List<Mutation> others(DataService data, String userId) {
                throw new LynchetException(ErrorCode.LAST_OWNER, "An organisation has no other owner.");
            }
        });
        scene.refused(
                ErrorCode.LAST_OWNER,
                new DeleteAccount(scene.services()),
                FakeRequest.of(HttpMethod.DELETE, "/account"),
                token);
        assertThat(scene.refusalOf(token)).isEmpty();
    }

    @Test
    void provenAddress_putsOutWhoeverWasThereBefore_withWhatOtherBundlesKeep() {
        String eve = scene.accounts
                .create(new NewAccount("victim@example.org", false, null, null))
                .id();
        String evesToken = scene.tokenOf(eve);
        scene.accounts.secondFactor(eve, "totp");
        scene.records.add(new AccountRecords() {
            @Override
            public List<Mutation> credentials(DataService data, String userId) {
                // Stands for a row of another bundle's own.
                Entity user = data.app().schema().entityOrNull("User");
                return List.of(new Mutation.Delete(user, ada, Mutation.ANY));
            }

            @Override
            public List<Mutation> others(DataService data, String userId) {
                throw new AssertionError("nobody deletes the account");
            }
        });
        scene.accounts.emailVerified(eve, "victim@example.org");
        assertThat(scene.refusalOf(evesToken)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(scene.app.rows("User")).hasSize(1);
        assertThat(scene.signIn(eve).secondFactor()).isEqualTo("totp");
    }

    @Test
    void provenAddress_ofAnAccountThatWasProven_endsNothing() {
        scene.accounts.secondFactor(ada, "totp");
        scene.accounts.emailVerified(ada, "ada@example.org");
        assertThat(scene.refusalOf(token)).isEmpty();
        assertThat(scene.signIn(ada).secondFactor()).isEqualTo("totp");
    }

    @Test
    void links_belongToOneAccount() {
        scene.accounts.link(ada, "google", "1");
        scene.accounts.link(ada, "google", "1");
        String bob = scene.person("bob@example.org").id();
        assertThatThrownBy(() -> scene.accounts.link(bob, "google", "1"))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(scene.accounts.byLink("google", "1").orElseThrow().id()).isEqualTo(ada);
        assertThat(scene.accounts.byLink("googl", "e1")).isEqualTo(Optional.empty());
    }
}
