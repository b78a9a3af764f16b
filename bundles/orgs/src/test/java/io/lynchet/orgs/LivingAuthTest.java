// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs;

import static io.lynchet.api.http.HttpMethod.DELETE;
import static io.lynchet.api.http.HttpMethod.POST;
import static io.lynchet.api.http.HttpMethod.PUT;
import static io.lynchet.orgs.routes.OrgScene.ORGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.orgs.invite.AcceptInvite;
import io.lynchet.orgs.model.OrgIds;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.routes.OrgScene;
import io.lynchet.orgs.routes.SelectOrg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real authenticator and the real accounts make of organisations. */
class LivingAuthTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"shop","version":"1.0.0","routes":[],
             "entities":[
               {"name":"User","fields":[{"name":"email","type":"string","optional":true,"unique":false}],"indexes":[]},
               {"name":"Org","fields":[
                 {"name":"name","type":"string","optional":false,"unique":false},
                 {"name":"createdBy","type":"id(User)","optional":true,"unique":false}],"indexes":[]},
               {"name":"OrgMember","fields":[
                 {"name":"orgId","type":"id(Org)","optional":false,"unique":false},
                 {"name":"userId","type":"id(User)","optional":false,"unique":false},
                 {"name":"role","type":"string","optional":false,"unique":false}],"indexes":[]},
               {"name":"Project","fields":[
                 {"name":"orgId","type":"string","optional":false,"unique":false}],"indexes":[]}],
             "policies":[
               {"name":"user","entity":"User","allow":"auth.isAdmin"},
               {"name":"org","entity":"Org","allow":"auth.isAdmin"},
               {"name":"member","entity":"OrgMember","allow":"auth.isAdmin"},
               {"name":"project","entity":"Project","allow":"auth.tenantId == data.orgId"}]}""";

    private LivingAuth auth;
    private LivingAuth.Person ada;
    private LivingAuth.Person bob;
    private String acme;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        auth = new LivingAuth(folder, MANIFEST);
        ada = auth.person("ada");
        bob = auth.person("bob");
        acme = OrgScene.text(ada.ask(POST, ORGS, "{'name':'Acme'}"), "id");
    }

    @AfterEach
    void strike() {
        auth.close();
    }

    private void admit(LivingAuth.Person who, String role) {
        String body = "{'email':'" + who.email + "','role':'" + role + "'}";
        String token = OrgScene.text(ada.ask(POST, ORGS + "/" + acme + "/invites", body), "token");
        who.ask(POST, AcceptInvite.path(token), "");
    }

    private void select(LivingAuth.Person who) {
        who.ask(POST, SelectOrg.PATH, "{'orgId':'" + acme + "'}");
    }

    private static void assertInside(LivingAuth.Person who, String tenant, String... roles) {
        Principal principal = who.caller().principal();
        assertThat(principal.tenantId()).isEqualTo(tenant);
        assertThat(principal.roles()).isEqualTo(Set.of(roles));
        // Also when it is remembered.
        assertThat(who.caller().principal()).isEqualTo(principal);
    }

    private int projects(LivingAuth.Person who) {
        DataService data = auth.app.service();
        Entity project = data.entity("Project");
        return (int) data.count(who.caller().principal(), project, Filter.Constant.TRUE);
    }

    private void addProject() {
        DataService data = auth.app.service();
        Draft draft = new Draft(data.entity("Project")).set("orgId", acme);
        data.write(Principal.ADMIN, List.of(new Mutation.Insert(draft)), Optional.empty())
                .toCompletableFuture()
                .join();
    }

    private List<String> users(String entity) {
        return auth.app.rows(entity).stream()
                .map(row -> (String) row.get("userId"))
                .toList();
    }

    private static ErrorCode code(Runnable call) {
        LynchetException refused = catchThrowableOfType(LynchetException.class, call::run);
        return refused == null ? null : refused.code();
    }

    @Test
    void selected_countsFromTheNextRequestOn_inThisSessionOnly() {
        addProject();
        assertInside(ada, null);
        assertThat(projects(ada)).isZero();
        select(ada);
        assertInside(ada, acme, "org:owner");
        assertThat(projects(ada)).isEqualTo(1);
        assertInside(ada.inAnotherSession(), null);
        ada.ask(POST, SelectOrg.PATH, "{'orgId':null}");
        assertInside(ada, null);
    }

    @Test
    void removed_isOutWithTheAnswer_inAllSessions() {
        addProject();
        admit(bob, "member");
        LivingAuth.Person elsewhere = bob.inAnotherSession();
        select(bob);
        select(elsewhere);
        assertInside(bob, acme, "org:member");
        assertInside(elsewhere, acme, "org:member");
        assertThat(projects(bob)).isEqualTo(1);
        ada.ask(DELETE, ORGS + "/" + acme + "/members/" + bob.userId, "");
        assertInside(bob, null);
        assertInside(elsewhere, null);
        assertThat(projects(bob)).isZero();
        assertThat(code(() -> select(bob))).isEqualTo(ErrorCode.NOT_A_MEMBER);
    }

    @Test
    void role_countsFromTheNextRequestOn() {
        admit(bob, "member");
        select(bob);
        assertInside(bob, acme, "org:member");
        ada.ask(PUT, ORGS + "/" + acme + "/members/" + bob.userId, "{'role':'admin'}");
        assertInside(bob, acme, "org:admin");
    }

    @Test
    void deletedOrganisation_isNobodysTenant() {
        admit(bob, "member");
        select(ada);
        select(bob);
        assertInside(bob, acme, "org:member");
        ada.ask(DELETE, ORGS + "/" + acme, "");
        assertInside(bob, null);
        assertInside(ada, null);
    }

    @Test
    void account_ofTheLastOwner_staysWhileThereAreOthers() {
        admit(bob, "admin");
        assertThat(code(() -> ada.ask(DELETE, "/api/auth/account", ""))).isEqualTo(ErrorCode.LAST_OWNER);
        assertThat(auth.the(Accounts.class).byId(ada.userId)).isPresent();
        assertThat(users(OrgSchema.MEMBERS)).containsExactlyInAnyOrder(ada.userId, bob.userId);
        assertThat(ada.caller().principal().userId()).isEqualTo(ada.userId);
        ada.ask(PUT, ORGS + "/" + acme + "/members/" + bob.userId, "{'role':'owner'}");
        ada.ask(DELETE, "/api/auth/account", "");
        assertThat(auth.the(Accounts.class).byId(ada.userId)).isEmpty();
        assertThat(users(OrgSchema.MEMBERS)).containsExactly(bob.userId);
        assertThat(users("OrgMember")).containsExactly(bob.userId);
        assertThat(auth.app.rows("User")).hasSize(1);
    }

    @Test
    void account_ofTheOnlyMember_takesTheOrganisationAlong() {
        ada.ask(POST, ORGS + "/" + acme + "/invites", "{'email':'carol@example.org'}");
        ada.ask(DELETE, "/api/auth/account", "");
        Stream.of(OrgSchema.ORGANISATIONS, OrgSchema.MEMBERS, OrgSchema.INVITES, OrgSchema.VERSIONS, "Org", "OrgMember")
                .forEach(entity -> assertThat(auth.app.rows(entity)).as(entity).isEmpty());
    }

    @Test
    void account_ofAMember_takesMembershipAndInvitationsAlong() {
        admit(bob, "admin");
        bob.ask(POST, ORGS + "/" + acme + "/invites", "{'email':'carol@example.org'}");
        bob.ask(DELETE, "/api/auth/account", "");
        assertThat(users(OrgSchema.MEMBERS)).containsExactly(ada.userId);
        assertThat(users("OrgMember")).containsExactly(ada.userId);
        assertThat(auth.app.rows(OrgSchema.INVITES)).isEmpty();
    }

    @Test
    void account_ofWhoIsInNone_goesAsEver() {
        bob.ask(DELETE, "/api/auth/account", "");
        assertThat(auth.the(Accounts.class).byId(bob.userId)).isEmpty();
        assertThat(auth.app.rows(OrgSchema.VERSIONS))
                .extracting(row -> row.get("subject"))
                .noneMatch(subject -> subject.equals("user-" + OrgIds.digest(bob.userId)));
    }

    @Test
    void accounts_ofBothOwnersAtTheSameTime_goOnlyOneOfThem() throws Exception {
        admit(bob, "owner");
        admit(auth.person("carol"), "member");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<ErrorCode> first =
                    threads.submit(() -> code(() -> auth.the(Accounts.class).delete(ada.userId)));
            Future<ErrorCode> second =
                    threads.submit(() -> code(() -> auth.the(Accounts.class).delete(bob.userId)));
            assertThat(Stream.of(
                            Optional.ofNullable(first.get(30, TimeUnit.SECONDS)),
                            Optional.ofNullable(second.get(30, TimeUnit.SECONDS))))
                    .containsExactlyInAnyOrder(Optional.empty(), Optional.of(ErrorCode.LAST_OWNER));
        } finally {
            threads.shutdownNow();
        }
        assertThat(auth.app.rows(OrgSchema.MEMBERS)).hasSize(2);
    }
}
