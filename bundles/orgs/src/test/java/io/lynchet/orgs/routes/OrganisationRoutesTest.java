// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import static io.lynchet.orgs.routes.OrgScene.ORGS;
import static io.lynchet.orgs.routes.OrgScene.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Row;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Making, listing, telling and deleting organisations. */
class OrganisationRoutesTest {
    private OrgScene scene;
    private OrgScene.Asking ada;
    private OrgScene.Asking bob;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new OrgScene(folder);
        ada = scene.person("ada");
        bob = scene.person("bob");
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    @Test
    void create_makesTheCallerItsOwner() {
        String answer = body(ada.post(ORGS, "{'name':' Acme & Söhne '}"));
        Row organisation = scene.rows(OrgSchema.ORGANISATIONS).get(0);
        assertThat(organisation.id()).matches("[0-9a-f]{40}");
        assertThat(answer)
                .isEqualTo("{\"id\":\"" + organisation.id()
                        + "\",\"name\":\"Acme & Söhne\",\"created_at\":1772366400,\"role\":\"owner\"}");
        assertThat(organisation.get("createdAt")).isEqualTo(Instant.parse("2026-03-01T12:00:00.123456Z"));
        assertThat(ada.role(organisation.id())).isEqualTo("owner");
        assertThat(scene.counts()).containsExactly(1, 1, 0);
        assertThat(scene.audit.events()).containsExactly("org_created");
        assertThat(scene.audit.all().get(0).userId()).isEqualTo(ada.userId);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|INVALID_DATA",
                "{'name':null}|INVALID_DATA",
                "{'name':''}|INVALID_DATA",
                "{'name':'  '}|INVALID_DATA",
                "{'name':7}|INVALID_DATA",
                "{'name':'Acme\\r\\nBcc: eve@example.org'}|INVALID_DATA",
                "{'name':'Acme\\u2028x'}|INVALID_DATA",
                "{'name':'Acme','x':1}|INVALID_DATA",
                "[]|INVALID_DATA",
                "{|INVALID_JSON",
            })
    void create_withABadBody_isRefused(String body, ErrorCode code) {
        scene.refused(code, () -> ada.post(ORGS, body));
        assertThat(scene.attempts.count("org.create.user", ada.userId)).isZero();
    }

    @Test
    void create_withTwoProblems_namesBoth() {
        LynchetException refused = scene.refused(ErrorCode.INVALID_DATA, () -> ada.post(ORGS, "{'nam':'x','name':''}"));
        assertThat(refused.problems()).hasSize(2);
    }

    @Test
    void create_takesAHundredCharactersAndNoMore() {
        String longest = "😀".repeat(100);
        assertThat(OrgScene.text(ada.post(ORGS, "{'name':'" + longest + "'}"), "name"))
                .isEqualTo(longest);
        scene.refused(ErrorCode.INVALID_DATA, () -> ada.post(ORGS, "{'name':'" + "x".repeat(101) + "'}"));
        scene.refused(ErrorCode.INVALID_DATA, () -> ada.post(ORGS, "{'name':' " + "x".repeat(100) + "'}"));
    }

    @Test
    void create_isForPeople() {
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, () -> scene.keyOf(ada).post(ORGS, "{'name':'x'}"));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.guest().post(ORGS, "{'name':'x'}"));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.anonymous().post(ORGS, "{'name':'x'}"));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.admin().post(ORGS, "{'name':'x'}"));
    }

    @Test
    void create_beyondTheMostOfAPerson_isRefusedUntilOneIsLeft() {
        String first = ada.found("1");
        ada.found("2");
        ada.found("3");
        ada.found("4");
        LynchetException refused = scene.refused(ErrorCode.CONFLICT, () -> ada.post(ORGS, "{'name':'5'}"));
        assertThat(refused).hasMessageContaining("4 organisations");
        bob.found("of somebody else");
        ada.delete(ORGS + "/" + first);
        ada.found("5");
    }

    @Test
    void create_tooOften_isRefused() {
        scene.limits(new OrgLimits(1_000, 5, 3));
        for (int i = 0; i < CreateOrg.OF_USER_MAX; i++) {
            ada.found("x");
        }
        scene.refused(ErrorCode.RATE_LIMITED, () -> ada.post(ORGS, "{'name':'x'}"));
        bob.found("x");
        scene.attempts.advance(Duration.ofHours(1));
        ada.found("x");
    }

    @Test
    void create_fromOneAddressTooOften_isRefused() {
        scene.limits(new OrgLimits(1_000, 5, 3));
        for (int i = 0; i < CreateOrg.OF_ADDRESS_MAX; i++) {
            scene.person("p" + i).found("x");
        }
        scene.refused(ErrorCode.RATE_LIMITED, () -> ada.post(ORGS, "{'name':'x'}"));
        ada.ask(FakeRequest.post(ORGS, "{'name':'x'}").from("192.0.2.9"));
    }

    @Test
    void list_showsOnesOwn_oldestFirst() {
        String acme = ada.found("Acme");
        scene.clock.advance(Duration.ofSeconds(5));
        String beta = bob.found("Beta");
        scene.clock.advance(Duration.ofSeconds(5));
        bob.admit(beta, ada, "member");
        bob.found("Gamma");
        String shown = "[{\"id\":\"" + acme + "\",\"name\":\"Acme\",\"created_at\":1772366400,\"role\":\"owner\"},"
                + "{\"id\":\"" + beta + "\",\"name\":\"Beta\",\"created_at\":1772366405,\"role\":\"member\"}]";
        assertThat(body(ada.get(ORGS))).isEqualTo(shown);
        // Programs may look.
        assertThat(body(scene.keyOf(ada).get(ORGS))).isEqualTo(shown);
        assertThat(body(scene.person("eve").get(ORGS))).isEqualTo("[]");
        assertThat(body(scene.guest().get(ORGS))).isEqualTo("[]");
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.anonymous().get(ORGS));
    }

    @Test
    void list_forAdmins_hasAllInPages_newestFirst() {
        String acme = ada.found("Acme");
        scene.clock.advance(Duration.ofSeconds(5));
        String beta = bob.found("Beta");
        OrgScene.Asking admin = scene.admin();
        assertThat(body(admin.get(ORGS)))
                .isEqualTo("[{\"id\":\"" + beta + "\",\"name\":\"Beta\",\"created_at\":1772366405,\"role\":null},"
                        + "{\"id\":\"" + acme + "\",\"name\":\"Acme\",\"created_at\":1772366400,\"role\":null}]");
        assertThat(body(admin.ask(FakeRequest.get(ORGS).query("limit", "1"))))
                .contains(beta)
                .doesNotContain(acme);
        assertThat(body(admin.ask(FakeRequest.get(ORGS).query("before", "2026-03-01T12:00:05Z"))))
                .contains(acme)
                .doesNotContain(beta);
        LynchetException refused = scene.refused(
                ErrorCode.INVALID_DATA,
                () -> admin.ask(FakeRequest.get(ORGS).query("limit", "0").query("before", "now")));
        assertThat(refused.problems()).hasSize(2).allMatch(problem -> problem.code() == ErrorCode.INVALID_PARAMETER);
    }

    @Test
    void list_forOthers_hasNoPages() {
        LynchetException refused = scene.refused(
                ErrorCode.INVALID_DATA,
                () -> ada.ask(FakeRequest.get(ORGS).query("limit", "1").query("before", "now")));
        assertThat(refused.problems()).hasSize(2).allMatch(problem -> problem.code() == ErrorCode.INVALID_PARAMETER);
    }

    @Test
    void get_tellsMembersAndAdmins() {
        String acme = ada.found("Acme");
        ada.admit(acme, bob, "admin");
        assertThat(body(bob.get(ORGS + "/" + acme)))
                .isEqualTo("{\"id\":\"" + acme + "\",\"name\":\"Acme\",\"created_at\":1772366400,\"role\":\"admin\"}");
        assertThat(body(scene.admin().get(ORGS + "/" + acme))).endsWith("\"role\":null}");
        assertThat(body(scene.keyOf(bob).get(ORGS + "/" + acme))).endsWith("\"role\":\"admin\"}");
        scene.refused(ErrorCode.NOT_FOUND, () -> scene.admin().get(ORGS + "/none"));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.anonymous().get(ORGS + "/" + acme));
    }

    @Test
    void delete_byAnOwner_takesAllOfItAlong() {
        String acme = ada.found("Acme");
        String other = ada.found("Other");
        ada.admit(acme, bob, "owner");
        ada.invite(acme, "carol@example.org", "member");
        String kept = ada.invite(other, "carol@example.org", "member");
        assertThat(scene.counts()).containsExactly(2, 3, 2);
        int before = scene.audit.all().size();
        assertThat(body(bob.delete(ORGS + "/" + acme))).isEqualTo("{\"deleted\":true}");
        assertThat(scene.counts()).containsExactly(1, 1, 1);
        assertThat(scene.rows(OrgSchema.VERSIONS))
                .extracting(row -> row.get("subject"))
                .contains("org-" + other)
                .doesNotContain("org-" + acme);
        assertThat(scene.audit.events()).hasSize(before + 1).last().isEqualTo("org_deleted");
        scene.refused(ErrorCode.NOT_FOUND, () -> ada.get(ORGS + "/" + acme));
        assertThat(body(scene.person("carol").accept(kept))).contains(other);
    }

    @Test
    void delete_byAnAdminToken_works() {
        String acme = ada.found("Acme");
        assertThat(body(scene.admin().delete(ORGS + "/" + acme))).isEqualTo("{\"deleted\":true}");
        assertThat(scene.counts()).containsExactly(0, 0, 0);
        assertThat(scene.audit.all().get(1).actor()).isEqualTo("admin");
        scene.refused(ErrorCode.NOT_FOUND, () -> scene.admin().delete(ORGS + "/" + acme));
    }

    @Test
    void delete_byAnybodyElse_isRefused() {
        String acme = ada.found("Acme");
        ada.admit(acme, bob, "admin");
        scene.refused(ErrorCode.ROLE_MISSING, () -> bob.delete(ORGS + "/" + acme));
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, () -> scene.keyOf(ada).delete(ORGS + "/" + acme));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.guest().delete(ORGS + "/" + acme));
        ada.put(ORGS + "/" + acme + "/members/" + bob.userId, "{'role':'member'}");
        scene.refused(ErrorCode.ROLE_MISSING, () -> bob.delete(ORGS + "/" + acme));
    }

    @Test
    void strangers_learnNothingAboutWhatExists() {
        String acme = ada.found("Acme");
        ada.invite(acme, "carol@example.org", "member");
        String invite = scene.rows(OrgSchema.INVITES).get(0).id();
        OrgScene.Asking eve = scene.person("eve");
        List<String> differences = java.util.stream.Stream.of("GET ", "DELETE ", "GET /members", "GET /invites")
                .filter(what -> !answer(eve, what, acme).equals(answer(eve, what, "0".repeat(40))))
                .toList();
        assertThat(differences).isEmpty();
        for (String id : List.of(acme, "0".repeat(40), "x")) {
            String path = ORGS + "/" + id;
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.get(path));
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.delete(path));
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.get(path + "/members"));
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.put(path + "/members/" + ada.userId, "{'role':'member'}"));
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.delete(path + "/members/" + ada.userId));
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.delete(path + "/members/" + eve.userId));
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.get(path + "/invites"));
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.post(path + "/invites", "{'email':'eve@example.org'}"));
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.delete(path + "/invites/" + invite));
            scene.refused(ErrorCode.NOT_A_MEMBER, () -> eve.post("/api/auth/select-org", "{'orgId':'" + id + "'}"));
        }
        assertThat(scene.attempts.count("org.invite.to", "eve@example.org")).isZero();
    }

    private String answer(OrgScene.Asking who, String what, String id) {
        String[] parts = what.split(" ", 2);
        String path = ORGS + "/" + id + parts[1];
        LynchetException refused = scene.refused(
                ErrorCode.NOT_FOUND,
                () -> who.ask(FakeRequest.of(io.lynchet.api.http.HttpMethod.valueOf(parts[0]), path)));
        return refused.code() + refused.getMessage() + refused.problems();
    }
}
