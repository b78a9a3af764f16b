// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.invite;

import static io.lynchet.orgs.routes.OrgScene.ORGS;
import static io.lynchet.orgs.routes.OrgScene.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.routes.OrgScene;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptInviteTest {
    private static final String CAROL = "carol@example.org";

    private OrgScene scene;
    private OrgScene.Asking owner;
    private String acme;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new OrgScene(folder);
        owner = scene.person("owner");
        acme = owner.found("Acme");
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    @Test
    void accept_makesAMember_once() {
        String token = owner.invite(acme, CAROL, "admin");
        OrgScene.Asking carol = scene.person("carol");
        int before = scene.audit.all().size();
        assertThat(body(carol.accept(token))).isEqualTo("{\"org_id\":\"" + acme + "\",\"role\":\"admin\"}");
        assertThat(carol.role(acme)).isEqualTo("admin");
        assertThat(scene.counts()).containsExactly(1, 2, 0);
        assertThat(scene.audit.events()).hasSize(before + 1).last().isEqualTo("org_joined");
        scene.refused(ErrorCode.NOT_FOUND, () -> carol.accept(token));
        owner.delete(ORGS + "/" + acme + "/members/" + carol.userId);
        scene.refused(ErrorCode.NOT_FOUND, () -> carol.accept(token));
    }

    @RepeatedTest(20)
    void accept_ofManyAtTheSameTime_makesOneMember() {
        String token = owner.invite(acme, CAROL, "member");
        OrgScene.Asking carol = scene.person("carol");
        long joined = Stream.generate(() -> 1)
                .limit(16)
                .parallel()
                .filter(any -> {
                    try {
                        carol.accept(token);
                        return true;
                    } catch (LynchetException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                        return false;
                    }
                })
                .count();
        assertThat(joined).isEqualTo(1);
        assertThat(scene.counts()).containsExactly(1, 2, 0);
        assertThat(scene.audit.events()).containsOnlyOnce("org_joined");
    }

    @Test
    void accept_afterSevenDays_isTooLate() {
        String token = owner.invite(acme, CAROL, "member");
        OrgScene.Asking carol = scene.person("carol");
        scene.clock.advance(Duration.ofDays(7));
        scene.refused(ErrorCode.NOT_FOUND, () -> carol.accept(token));
    }

    @Test
    void accept_justBefore_isNot() {
        String token = owner.invite(acme, CAROL, "member");
        scene.clock.advance(Duration.ofDays(7).minusMillis(1));
        assertThat(body(scene.person("carol").accept(token))).contains(acme);
    }

    @Test
    void accept_byAnotherAddress_isRefused_andTheTokenKeepsItsWorth() {
        String token = owner.invite(acme, CAROL, "member");
        OrgScene.Asking eve = scene.person("eve");
        LynchetException refused = scene.refused(ErrorCode.WRONG_EMAIL, () -> eve.accept(token));
        assertThat(refused.getMessage()).doesNotContain("carol");
        OrgScene.Asking unproven = scene.person("eve2@example.org", false);
        scene.refused(ErrorCode.WRONG_EMAIL, () -> unproven.accept(token));
        assertThat(body(scene.person("carol").accept(token))).contains(acme);
    }

    @Test
    void accept_byAnAddressThatIsNotVerified_isRefused() {
        String token = owner.invite(acme, CAROL, "member");
        OrgScene.Asking carol = scene.person(CAROL, false);
        scene.refused(ErrorCode.EMAIL_NOT_VERIFIED, () -> carol.accept(token));
        scene.accounts.emailVerified(carol.userId, CAROL);
        assertThat(body(carol.accept(token))).contains(acme);
    }

    @Test
    void accept_withAWrongToken_isRefused() {
        OrgScene.Asking carol = scene.person("carol");
        owner.invite(acme, CAROL, "member");
        scene.refused(ErrorCode.NOT_FOUND, () -> carol.accept("0".repeat(64)));
        // The digest, which lists show as the id, is no token.
        scene.refused(
                ErrorCode.NOT_FOUND,
                () -> carol.accept(scene.rows(OrgSchema.INVITES).get(0).id()));
    }

    @Test
    void accept_isForPeopleWithAnAccount() {
        String token = owner.invite(acme, CAROL, "member");
        OrgScene.Asking carol = scene.person("carol");
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, () -> scene.keyOf(carol).accept(token));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.guest().accept(token));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.anonymous().accept(token));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.admin().accept(token));
        scene.accounts.delete(carol.userId);
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> carol.accept(token));
    }

    @Test
    void accept_byAMember_isRefused() {
        OrgScene.Asking dave = scene.person("dave");
        owner.admit(acme, dave, "member");
        String token = owner.invite(acme, CAROL, "owner");
        scene.accounts.emailVerified(dave.userId, CAROL);
        scene.refused(ErrorCode.CONFLICT, () -> dave.accept(token));
        assertThat(dave.role(acme)).isEqualTo("member");
    }

    @Test
    void accept_intoAFullOrganisation_isRefused() {
        for (int i = 0; i < 4; i++) {
            owner.admit(acme, scene.person("p" + i), "member");
        }
        String token = owner.invite(acme, CAROL, "member");
        OrgScene.Asking carol = scene.person("carol");
        LynchetException refused = scene.refused(ErrorCode.CONFLICT, () -> carol.accept(token));
        assertThat(refused).hasMessageContaining("5 members");
    }

    @Test
    void accept_byWhoIsInTooMany_isRefused() {
        OrgScene.Asking carol = scene.person("carol");
        for (int i = 0; i < 4; i++) {
            carol.found("own " + i);
        }
        String token = owner.invite(acme, CAROL, "member");
        LynchetException refused = scene.refused(ErrorCode.CONFLICT, () -> carol.accept(token));
        assertThat(refused).hasMessageContaining("4 organisations");
    }

    @Test
    void accept_tooOften_isRefused() {
        String token = owner.invite(acme, CAROL, "member");
        OrgScene.Asking carol = scene.person("carol");
        for (int i = 0; i < AcceptInvite.OF_USER_MAX; i++) {
            scene.refused(ErrorCode.NOT_FOUND, () -> carol.accept("guess"));
        }
        scene.refused(ErrorCode.RATE_LIMITED, () -> carol.accept(token));
        OrgScene.Asking eve = scene.person("eve");
        for (int i = AcceptInvite.OF_USER_MAX + 1; i < AcceptInvite.OF_ADDRESS_MAX; i++) {
            scene.refused(ErrorCode.NOT_FOUND, () -> eve.accept("guess"));
        }
        scene.refused(ErrorCode.RATE_LIMITED, () -> eve.accept("guess"));
        String path = AcceptInvite.path(token);
        scene.refused(
                ErrorCode.WRONG_EMAIL, () -> eve.ask(FakeRequest.post(path, "").from("192.0.2.9")));
    }

    @Test
    void accept_whenTheOrganisationIsGone_isRefused() {
        String token = owner.invite(acme, CAROL, "member");
        owner.delete(ORGS + "/" + acme);
        OrgScene.Asking carol = scene.person("carol");
        scene.refused(ErrorCode.NOT_FOUND, () -> carol.accept(token));
    }
}
