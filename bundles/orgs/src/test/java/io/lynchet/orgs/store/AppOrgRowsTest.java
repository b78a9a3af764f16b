// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import static io.lynchet.orgs.routes.OrgScene.ORGS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.orgs.model.OrgIds;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.routes.OrgScene;
import io.lynchet.system.rows.SystemRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app's own rows follow ours. */
class AppOrgRowsTest {
    private static final String USER = """
            {"name":"User","fields":[{"name":"email","type":"string","optional":true,"unique":false}],"indexes":[]},""";
    private static final String ORG = """
            {"name":"Org","fields":[
              {"name":"name","type":"string","optional":false,"unique":true},
              {"name":"slug","type":"string","optional":true,"unique":false},
              {"name":"ownerId","type":"id(User)","optional":false,"unique":false},
              {"name":"createdBy","type":"id(User)","optional":true,"unique":false},
              {"name":"createdAt","type":"datetime","optional":false,"unique":false}],"indexes":[]},""";
    private static final String MEMBER = """
            {"name":"OrgMember","fields":[
              {"name":"orgId","type":"id(Org)","optional":false,"unique":false},
              {"name":"userId","type":"id(User)","optional":false,"unique":false},
              {"name":"role","type":"string","optional":false,"unique":false},
              {"name":"createdAt","type":"datetime","optional":false,"unique":false}],"indexes":[]},""";
    private static final String ALL = USER + ORG + MEMBER;

    private OrgScene scene;

    @TempDir
    private Path folder;

    @AfterEach
    void strike() {
        scene.close();
    }

    private void open(String auth, String entities) throws IOException {
        scene = new OrgScene(folder, auth, entities);
    }

    /** Somebody of whom the app has a row, as the auth bundle would make it. */
    private OrgScene.Asking person(String name) {
        OrgScene.Asking person = scene.person(name);
        write(entity -> new Mutation.Insert(new Draft(entity).set("id", person.userId)), "User");
        return person;
    }

    private void write(java.util.function.Function<Entity, Mutation> mutation, String entity) {
        Entity wanted = scene.app.service().app().schema().entityOrNull(entity);
        scene.app
                .service()
                .write(Principal.ADMIN, List.of(mutation.apply(wanted)), Optional.empty())
                .toCompletableFuture()
                .join();
    }

    private void deleteAccount(OrgScene.Asking whose) {
        new SystemRows(scene.services.data(), Clock.systemUTC())
                .writeAsRead(data -> scene.records.others(data, whose.userId));
    }

    private Row only(String entity) {
        assertThat(scene.rows(entity)).hasSize(1);
        return scene.rows(entity).get(0);
    }

    private Row row(String entity, String id) {
        return scene.rows(entity).stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rows_followFromTheFirstToTheLast() throws IOException {
        open("", ALL);
        OrgScene.Asking ada = person("ada");
        OrgScene.Asking bob = person("bob");
        String acme = ada.found("Acme");
        Row org = only("Org");
        assertThat(org.id()).isEqualTo(acme);
        assertThat(org.get("name")).isEqualTo("Acme");
        assertThat(org.get("ownerId")).isEqualTo(ada.userId);
        assertThat(org.get("createdBy")).isEqualTo(ada.userId);
        assertThat(org.get("createdAt"))
                .isEqualTo(scene.rows(OrgSchema.ORGANISATIONS).get(0).get("createdAt"));
        Row member = only("OrgMember");
        assertThat(member.id()).isEqualTo(scene.rows(OrgSchema.MEMBERS).get(0).id());
        assertThat(member.get("orgId")).isEqualTo(acme);
        assertThat(member.get("userId")).isEqualTo(ada.userId);
        assertThat(member.get("role")).isEqualTo("owner");
        ada.admit(acme, bob, "member");
        String id = OrgIds.member(acme, bob.userId);
        assertThat(row("OrgMember", id).get("role")).isEqualTo("member");
        ada.put(ORGS + "/" + acme + "/members/" + bob.userId, "{'role':'admin'}");
        assertThat(row("OrgMember", id).get("role")).isEqualTo("admin");
        ada.delete(ORGS + "/" + acme + "/members/" + bob.userId);
        assertThat(only("OrgMember").get("userId")).isEqualTo(ada.userId);
        ada.delete(ORGS + "/" + acme);
        assertThat(scene.rows("OrgMember")).isEmpty();
        assertThat(scene.rows("Org")).isEmpty();
    }

    @Test
    void owner_whoIsNamed_isAlwaysOne() throws IOException {
        open("", ALL);
        OrgScene.Asking ada = person("ada");
        OrgScene.Asking bob = person("bob");
        String acme = ada.found("Acme");
        ada.admit(acme, bob, "owner");
        assertThat(only("Org").get("ownerId")).isEqualTo(ada.userId);
        bob.put(ORGS + "/" + acme + "/members/" + ada.userId, "{'role':'member'}");
        assertThat(only("Org").get("ownerId")).isEqualTo(bob.userId);
        assertThat(only("Org").get("createdBy")).isEqualTo(ada.userId);
    }

    @Test
    void entities_ofOtherNamesAndFields_areFilledAsFarAsTheyGo() throws IOException {
        open("\"auth\":{\"org\":{\"entity\":\"Team\",\"member_entity\":\"Seat\"}},", """
                {"name":"Org","fields":[{"name":"name","type":"string","optional":true,"unique":false}],"indexes":[]},
                {"name":"Team","fields":[{"name":"name","type":"string","optional":true,"unique":false},
                  {"name":"createdAt","type":"string","optional":true,"unique":false}],"indexes":[]},
                {"name":"Seat","fields":[{"name":"userId","type":"string","optional":true,"unique":false}],"indexes":[]},""");
        OrgScene.Asking ada = scene.person("ada");
        ada.found("Acme");
        assertThat(only("Team").get("name")).isEqualTo("Acme");
        // An instant is no string.
        assertThat(only("Team").get("createdAt")).isNull();
        assertThat(only("Seat").get("userId")).isEqualTo(ada.userId);
        assertThat(scene.rows("Org")).isEmpty();
    }

    @Test
    void whatTheAppHasEdited_isPutInOrderByTheNextChange() throws IOException {
        open("", ALL);
        OrgScene.Asking ada = person("ada");
        OrgScene.Asking bob = person("bob");
        OrgScene.Asking carol = person("carol");
        String acme = ada.found("Acme");
        String beta = ada.found("Beta");
        ada.admit(acme, bob, "member");
        String id = OrgIds.member(acme, bob.userId);
        write(
                entity -> new Mutation.Update(
                        id, new Draft(entity).set("role", "owner").set("orgId", beta), Mutation.ANY),
                "OrgMember");
        write(entity -> new Mutation.Delete(entity, OrgIds.member(acme, ada.userId), Mutation.ANY), "OrgMember");
        write(entity -> new Mutation.Update(acme, new Draft(entity).set("ownerId", carol.userId), Mutation.ANY), "Org");
        assertThat(bob.role(acme)).isEqualTo("member");
        assertThat(bob.role(beta)).isEqualTo("none");
        ada.admit(acme, carol, "member");
        assertThat(row("OrgMember", id).get("role")).isEqualTo("member");
        assertThat(row("OrgMember", id).get("orgId")).isEqualTo(acme);
        assertThat(row("OrgMember", OrgIds.member(acme, ada.userId)).get("role"))
                .isEqualTo("owner");
        assertThat(row("Org", acme).get("ownerId")).isEqualTo(ada.userId);
    }

    @Test
    void entities_thatAreDeclaredLater_areFilledByTheNextChange() throws IOException {
        open("", USER);
        OrgScene.Asking ada = person("ada");
        OrgScene.Asking bob = person("bob");
        OrgScene.Asking carol = person("carol");
        String acme = ada.found("Acme");
        ada.admit(acme, bob, "owner");
        scene.app.load(OrgScene.manifest("", ALL));
        ada.admit(acme, carol, "member");
        assertThat(only("Org").id()).isEqualTo(acme);
        assertThat(scene.rows("OrgMember")).hasSize(3);
    }

    @Test
    void whatTheAppRefuses_changesNothing() throws IOException {
        open("", ALL);
        OrgScene.Asking ada = person("ada");
        String acme = ada.found("Acme");
        LynchetException refused = scene.refused(ErrorCode.UNIQUE_VIOLATION, () -> ada.post(ORGS, "{'name':'Acme'}"));
        assertThat(refused.problems()).anyMatch(problem -> problem.path().endsWith("name"));
        // Of whom the app has no row.
        OrgScene.Asking eve = scene.person("eve");
        scene.refused(ErrorCode.INVALID_REFERENCE, () -> eve.post(ORGS, "{'name':'Evil'}"));
        write(
                entity -> new Mutation.Insert(new Draft(entity)
                        .set("id", "x")
                        .set("orgId", acme)
                        .set("userId", ada.userId)
                        .set("role", "of the app")
                        .set("createdAt", java.time.Instant.EPOCH)),
                "OrgMember");
        scene.refused(ErrorCode.REFERENCE_IN_USE, () -> ada.delete(ORGS + "/" + acme));
        assertThat(ada.role(acme)).isEqualTo("owner");
    }

    @Test
    void account_thatGoes_isReferredToNoMore() throws IOException {
        open("", ALL);
        OrgScene.Asking ada = person("ada");
        OrgScene.Asking bob = person("bob");
        String left = ada.found("Left");
        String shared = ada.found("Shared");
        ada.found("Own");
        ada.admit(left, bob, "owner");
        ada.admit(shared, bob, "owner");
        ada.delete(ORGS + "/" + left + "/members/" + ada.userId);
        deleteAccount(ada);
        assertThat(scene.counts()).containsExactly(2, 2, 0);
        assertThat(scene.rows("Org")).hasSize(2).allSatisfy(org -> {
            assertThat(org.get("createdBy")).isNull();
            assertThat(org.get("ownerId")).isEqualTo(bob.userId);
        });
        assertThat(scene.rows("OrgMember"))
                .hasSize(2)
                .allMatch(member -> member.get("userId").equals(bob.userId));
        assertThat(scene.rows(OrgSchema.ORGANISATIONS)).allMatch(org -> org.get("createdBy") == null);
        write(entity -> new Mutation.Delete(entity, ada.userId, Mutation.ANY), "User");
        OrgScene.Asking carol = person("carol");
        bob.admit(shared, carol, "member");
    }
}
