// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import static io.lynchet.orgs.routes.OrgScene.ORGS;
import static io.lynchet.orgs.routes.OrgScene.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing, changing and removing members. */
class MemberRoutesTest {
    private OrgScene scene;
    private OrgScene.Asking owner;
    private OrgScene.Asking admin;
    private OrgScene.Asking member;
    private OrgScene.Asking stranger;
    private String acme;
    private String members;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new OrgScene(folder);
        owner = scene.person("owner");
        admin = scene.person("admin");
        member = scene.person("member");
        stranger = scene.person("stranger");
        acme = owner.found("Acme");
        members = ORGS + "/" + acme + "/members";
        scene.clock.advance(Duration.ofSeconds(1));
        owner.admit(acme, admin, "admin");
        scene.clock.advance(Duration.ofSeconds(1));
        owner.admit(acme, member, "member");
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    private OrgScene.Asking who(String name) {
        return switch (name) {
            case "owner" -> owner;
            case "admin" -> admin;
            case "member" -> member;
            default -> stranger;
        };
    }

    private String path(OrgScene.Asking whose) {
        return members + "/" + whose.userId;
    }

    @Test
    void list_showsWhoTheyAre_butNoAddressThatNobodyHasProven() {
        scene.accounts.put(new Account(
                admin.userId,
                "ceo@example.org",
                false,
                "Adam",
                "https://example.org/a.png",
                Set.of(),
                false,
                io.lynchet.testkit.auth.FakeAccounts.CREATED_AT));
        scene.accounts.delete(member.userId);
        String shown = "[{\"user_id\":\"" + owner.userId
                + "\",\"role\":\"owner\",\"joined_at\":1772366400,\"email\":\"owner@example.org\",\"name\":null,"
                + "\"avatar_url\":null},{\"user_id\":\"" + admin.userId
                + "\",\"role\":\"admin\",\"joined_at\":1772366401,\"email\":null,\"name\":\"Adam\","
                + "\"avatar_url\":\"https://example.org/a.png\"},{\"user_id\":\"" + member.userId
                + "\",\"role\":\"member\",\"joined_at\":1772366402,\"email\":null,\"name\":null,\"avatar_url\":null}]";
        assertThat(body(member.get(members))).isEqualTo(shown);
        assertThat(body(scene.admin().get(members))).isEqualTo(shown);
        assertThat(body(scene.keyOf(member).get(members))).isEqualTo(shown);
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.anonymous().get(members));
        scene.refused(ErrorCode.NOT_FOUND, () -> scene.guest().get(members));
        scene.refused(ErrorCode.NOT_FOUND, () -> scene.admin().get(ORGS + "/none/members"));
    }

    @ParameterizedTest
    @CsvSource({
        "owner,member,owner",
        "owner,member,admin",
        "owner,admin,owner",
        "owner,admin,member",
        "admin,member,admin",
        "admin,admin,member",
    })
    void change_byWhoMay_givesTheRole(String by, String whose, String role) {
        int before = scene.audit.all().size();
        assertThat(body(who(by).put(path(who(whose)), "{'role':'" + role + "'}")))
                .isEqualTo("{\"updated\":true,\"role\":\"" + role + "\"}");
        assertThat(who(whose).role(acme)).isEqualTo(role);
        assertThat(scene.audit.events()).hasSize(before + 1).last().isEqualTo("org_role_changed");
        assertThat(scene.audit.all().get(before).userId()).isEqualTo(who(whose).userId);
        assertThat(scene.audit.all().get(before).actor()).isEqualTo(who(by).userId);
    }

    @ParameterizedTest
    @CsvSource({
        "admin,member,owner,ROLE_MISSING",
        "admin,admin,owner,ROLE_MISSING",
        "admin,owner,admin,ROLE_MISSING",
        "admin,owner,owner,ROLE_MISSING",
        "admin,stranger,owner,NOT_FOUND",
        "member,member,admin,ROLE_MISSING",
        "member,admin,member,ROLE_MISSING",
        "member,stranger,member,ROLE_MISSING",
        "owner,stranger,member,NOT_FOUND",
        "owner,owner,admin,LAST_OWNER",
        "owner,owner,member,LAST_OWNER",
        "stranger,member,admin,NOT_FOUND",
        "stranger,stranger,admin,NOT_FOUND",
    })
    void change_byWhoMayNot_isRefused(String by, String whose, String role, ErrorCode code) {
        scene.refused(code, () -> who(by).put(path(who(whose)), "{'role':'" + role + "'}"));
    }

    @Test
    void change_toTheSameRole_changesNothing() {
        OrgScene.Traces before = scene.traces();
        assertThat(body(owner.put(path(owner), "{'role':'owner'}"))).isEqualTo("{\"updated\":true,\"role\":\"owner\"}");
        assertThat(body(admin.put(path(member), "{'role':'member'}"))).contains("true");
        assertThat(scene.traces()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'role':null}",
                "{'role':'Owner'}",
                "{'role':'org:owner'}",
                "{'role':'member','x':1}",
                "[]"
            })
    void change_withABadBody_isRefused(String body) {
        scene.refused(ErrorCode.INVALID_DATA, () -> owner.put(path(member), body));
    }

    @Test
    void change_isForPeople() {
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, () -> scene.keyOf(owner).put(path(member), "{'role':'admin'}"));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.admin().put(path(member), "{'role':'admin'}"));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.guest().put(path(member), "{'role':'admin'}"));
    }

    @Test
    void owner_mayStepDown_whenThereIsAnother() {
        owner.put(path(admin), "{'role':'owner'}");
        owner.put(path(owner), "{'role':'member'}");
        assertThat(scene.owners(acme)).containsExactly(admin.userId);
        scene.refused(ErrorCode.LAST_OWNER, () -> admin.put(path(admin), "{'role':'admin'}"));
        scene.refused(ErrorCode.LAST_OWNER, () -> admin.delete(path(admin)));
    }

    @ParameterizedTest
    @CsvSource({"owner,admin", "owner,member", "admin,member", "admin,admin", "member,member"})
    void remove_byWhoMay_endsTheMembership(String by, String whose) {
        int before = scene.audit.all().size();
        assertThat(body(who(by).delete(path(who(whose))))).isEqualTo("{\"removed\":true}");
        assertThat(who(whose).role(acme)).isEqualTo("none");
        assertThat(scene.counts()).containsExactly(1, 2, 0);
        assertThat(scene.audit.events())
                .hasSize(before + 1)
                .last()
                .isEqualTo(by.equals(whose) ? "org_left" : "org_member_removed");
        assertThat(scene.audit.all().get(before).userId()).isEqualTo(who(whose).userId);
        scene.refused(ErrorCode.NOT_FOUND, () -> who(whose).get(members));
        scene.refused(ErrorCode.NOT_FOUND, () -> owner.delete(path(who(whose))));
    }

    @ParameterizedTest
    @CsvSource({
        "admin,owner,ROLE_MISSING",
        "member,admin,ROLE_MISSING",
        "member,owner,ROLE_MISSING",
        "member,stranger,ROLE_MISSING",
        "admin,stranger,NOT_FOUND",
        "owner,stranger,NOT_FOUND",
        "owner,owner,LAST_OWNER",
        "stranger,member,NOT_FOUND",
        "stranger,stranger,NOT_FOUND",
    })
    void remove_byWhoMayNot_isRefused(String by, String whose, ErrorCode code) {
        scene.refused(code, () -> who(by).delete(path(who(whose))));
    }

    @Test
    void remove_isForPeopleAndAdmins() {
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, () -> scene.keyOf(owner).delete(path(member)));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.guest().delete(path(member)));
        scene.refused(ErrorCode.LAST_OWNER, () -> scene.admin().delete(path(owner)));
        scene.refused(ErrorCode.NOT_FOUND, () -> scene.admin().delete(path(stranger)));
        assertThat(body(scene.admin().delete(path(member)))).isEqualTo("{\"removed\":true}");
    }

    @Test
    void soleMember_canOnlyDeleteTheOrganisation() {
        String own = stranger.found("Own");
        scene.refused(ErrorCode.LAST_OWNER, () -> stranger.delete(ORGS + "/" + own + "/members/" + stranger.userId));
    }

    @Test
    void whoIsRemoved_leavesNoInvitationBehind() {
        admin.invite(acme, "eve@example.org", "admin");
        String kept = owner.invite(acme, "carol@example.org", "member");
        owner.delete(path(admin));
        assertThat(scene.counts()).containsExactly(1, 2, 1);
        assertThat(body(scene.person("carol").accept(kept))).contains(acme);
    }

    @Test
    void whoIsDemoted_leavesNoInvitationBehindThatTheyCouldNotMake() {
        owner.put(path(admin), "{'role':'owner'}");
        String asOwner = admin.invite(acme, "eve@example.org", "owner");
        String asAdmin = admin.invite(acme, "carol@example.org", "admin");
        owner.put(path(admin), "{'role':'admin'}");
        OrgScene.Asking eve = scene.person("eve");
        scene.refused(ErrorCode.NOT_FOUND, () -> eve.accept(asOwner));
        assertThat(body(scene.person("carol").accept(asAdmin))).contains("\"role\":\"admin\"");
    }
}
