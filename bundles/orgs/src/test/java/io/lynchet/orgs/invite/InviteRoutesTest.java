// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.invite;

import static io.lynchet.orgs.routes.OrgScene.ORGS;
import static io.lynchet.orgs.routes.OrgScene.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.row.Row;
import io.lynchet.orgs.model.Invitation;
import io.lynchet.orgs.model.OrgIds;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.routes.OrgScene;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Making, listing and withdrawing invitations. */
class InviteRoutesTest {
    private static final String CAROL = "carol@example.org";

    private OrgScene scene;
    private OrgScene.Asking owner;
    private OrgScene.Asking admin;
    private OrgScene.Asking member;
    private String acme;
    private String invites;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new OrgScene(folder);
        owner = scene.person("owner");
        admin = scene.person("admin");
        member = scene.person("member");
        acme = owner.found("Acme");
        invites = ORGS + "/" + acme + "/invites";
        owner.admit(acme, admin, "admin");
        owner.admit(acme, member, "member");
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    private OrgScene.Asking who(String name) {
        return name.equals("owner") ? owner : name.equals("admin") ? admin : member;
    }

    private static String wanted(String email, String role) {
        return "{'email':'" + email + "','role':'" + role + "'}";
    }

    private Row row() {
        return scene.rows(OrgSchema.INVITES).get(0);
    }

    @Test
    void invite_mailsATokenAndKeepsOnlyItsDigest() {
        int before = scene.audit.all().size();
        String answer = body(admin.post(invites, "{'email':' Carol@Example.ORG '}"));
        Mailer.Mail mail = scene.outbox.last();
        String token = OrgScene.token(mail);
        assertThat(answer)
                .isEqualTo("{\"id\":\"" + row().id()
                        + "\",\"email\":\"carol@example.org\",\"role\":\"member\",\"expires_at\":1772971200,"
                        + "\"accept_url\":null,\"token\":null}");
        assertThat(mail.to()).isEqualTo(CAROL);
        assertThat(mail.subject()).isEqualTo("Join Acme on shop");
        assertThat(mail.text()).contains("join Acme on shop, as member", "7 days", "enter this token");
        assertThat(row().id()).isEqualTo(OrgIds.digest(token));
        assertThat(row().toString()).doesNotContain(token.substring(7));
        assertThat(row().get("expiresAt")).isEqualTo(Instant.parse("2026-03-08T12:00:00.123456Z"));
        assertThat(scene.audit.events()).hasSize(before + 1).last().isEqualTo("org_invited");
        assertThat(scene.audit.all().toString()).doesNotContain(token);
    }

    @Test
    void invite_inDevelopment_tellsTheToken_andNeedsNoMailer() {
        scene.development().services.mailer().unbind(scene.outbox);
        int mails = scene.outbox.mails().size();
        io.lynchet.api.http.Response response = owner.post(invites, wanted(CAROL, "admin"));
        String token = OrgScene.text(response, "token");
        assertThat(OrgScene.text(response, "accept_url")).isEqualTo("/api/auth/invites/" + token + "/accept");
        assertThat(scene.outbox.mails()).hasSize(mails);
        assertThat(body(scene.person("carol").accept(token))).contains("admin");
    }

    @Test
    void invite_linksToThePageOfTheApp() {
        scene.invitePage("https://shop.example.org/join#{token}").development();
        io.lynchet.api.http.Response response = owner.post(invites, wanted(CAROL, "admin"));
        String page = "https://shop.example.org/join#" + OrgScene.text(response, "token");
        assertThat(scene.outbox.last().text()).contains(page, "open this page");
        assertThat(OrgScene.text(response, "accept_url")).isEqualTo(page);
    }

    @Test
    void invitePage_withoutAPlaceForTheToken_isAWrongSetting() {
        LynchetException refused =
                catchThrowableOfType(LynchetException.class, () -> new InvitationMail("https://shop.example.org/join"));
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
    }

    @Test
    void mail_isOfOneLineEach_whateverTheNames() {
        Invitation invite =
                new Invitation("i", acme, CAROL, OrgRole.MEMBER, "abcdef", "u", Instant.EPOCH, Instant.EPOCH);
        Mailer.Mail mail = new InvitationMail("").of("shop\r\nBcc: a@b.de", "Acme\nBcc: c@d.de\u2028", invite, "t");
        assertThat(mail.subject()).isEqualTo("Join Acme Bcc: c@d.de on shop Bcc: a@b.de");
        assertThat(mail.text()).doesNotContain("\nBcc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|MISSING_EMAIL",
                "{'email':'  '}|MISSING_EMAIL",
                "{'email':'carol'}|INVALID_EMAIL",
                "{'email':'carol@localhost'}|INVALID_EMAIL",
                "{'email':'a@example.org, b@example.org'}|INVALID_EMAIL",
                "{'email':'Carol <carol@example.org>'}|INVALID_EMAIL",
                "{'email':'carol.@example.org'}|INVALID_EMAIL",
                "{'email':'carol@example.org\\r\\nBcc: eve@example.org'}|INVALID_EMAIL",
                "{'email':'carol@example.org\\u0000'}|INVALID_EMAIL",
                "{'email':null}|INVALID_DATA",
                "{'email':7}|INVALID_DATA",
                "{'email':'carol@example.org','role':'king'}|INVALID_DATA",
                "{'email':'carol@example.org','role':null}|INVALID_DATA",
                "{'email':'carol@example.org','x':1}|INVALID_DATA",
                "[]|INVALID_DATA",
                "{|INVALID_JSON",
            })
    void invite_withABadBody_isRefused(String body, ErrorCode code) {
        int before = scene.attempts.count("org.invite.user", owner.userId);
        scene.refused(code, () -> owner.post(invites, body));
        assertThat(scene.attempts.count("org.invite.user", owner.userId)).isEqualTo(before);
    }

    @Test
    void invite_ofAnAddressThatIsTooLongWithTheSpacesAroundIt_isRefused() {
        String spaces = " ".repeat(EmailAddress.CHARS_MAX);
        scene.refused(ErrorCode.INVALID_EMAIL, () -> owner.post(invites, wanted(spaces + CAROL, "member")));
    }

    @ParameterizedTest
    @CsvSource({
        "owner,owner,true",
        "owner,admin,true",
        "owner,member,true",
        "admin,owner,false",
        "admin,admin,true",
        "admin,member,true",
        "member,admin,false",
        "member,member,false"
    })
    void invite_isForThoseWhoMayGiveTheRole(String by, String role, boolean allowed) {
        if (allowed) {
            assertThat(body(who(by).post(invites, wanted(CAROL, role)))).contains("\"role\":\"" + role + "\"");
        } else {
            scene.refused(ErrorCode.ROLE_MISSING, () -> who(by).post(invites, wanted(CAROL, role)));
            assertThat(scene.attempts.count("org.invite.to", CAROL)).isZero();
        }
    }

    @Test
    void invite_isForPeople() {
        scene.refused(
                ErrorCode.API_KEY_AUTH_FORBIDDEN, () -> scene.keyOf(owner).post(invites, wanted(CAROL, "member")));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.guest().post(invites, wanted(CAROL, "member")));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.admin().post(invites, wanted(CAROL, "member")));
    }

    @Test
    void invite_ofAMember_isRefused_butOfAnAddressThatOnlyClaimsToBeTheirs_isNot() {
        scene.refused(ErrorCode.CONFLICT, () -> owner.post(invites, wanted("member@example.org", "member")));
        io.lynchet.api.auth.Account known = scene.accounts.byId(member.userId).orElseThrow();
        scene.accounts.put(new io.lynchet.api.auth.Account(
                known.id(), CAROL, false, null, null, java.util.Set.of(), false, known.createdAt()));
        owner.post(invites, wanted(CAROL, "member"));
    }

    @Test
    void invite_ofTheSameAddress_replacesTheEarlierOne() {
        String first = admin.invite(acme, CAROL, "member");
        String second = admin.invite(acme, CAROL, "admin");
        assertThat(scene.counts()).containsExactly(1, 3, 1);
        OrgScene.Asking carol = scene.person("carol");
        scene.refused(ErrorCode.NOT_FOUND, () -> carol.accept(first));
        assertThat(body(carol.accept(second))).contains("admin");
    }

    @Test
    void invite_byAnAdmin_doesNotReplaceThatOfAnOwner() {
        String token = owner.invite(acme, CAROL, "owner");
        scene.refused(ErrorCode.ROLE_MISSING, () -> admin.post(invites, wanted(CAROL, "member")));
        assertThat(body(scene.person("carol").accept(token))).contains("owner");
    }

    @Test
    void invite_beyondTheMost_isRefusedUntilOneHasExpired() {
        owner.invite(acme, "a@example.org", "member");
        scene.clock.advance(Duration.ofDays(1));
        owner.invite(acme, "b@example.org", "member");
        owner.invite(acme, CAROL, "member");
        scene.refused(ErrorCode.CONFLICT, () -> owner.post(invites, wanted("d@example.org", "member")));
        owner.invite(acme, CAROL, "member");
        scene.clock.advance(Duration.ofDays(6));
        owner.invite(acme, "d@example.org", "member");
        assertThat(scene.counts()).containsExactly(1, 3, 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL_FAILED", "RECIPIENT_REFUSED"})
    void invite_whoseMailIsNotTaken_isTakenBack(ErrorCode failure) {
        scene.outbox.failWith(failure);
        int mails = scene.outbox.mails().size();
        int events = scene.audit.all().size();
        LynchetException refused =
                catchThrowableOfType(LynchetException.class, () -> owner.post(invites, wanted(CAROL, "member")));
        assertThat(refused.code()).isEqualTo(failure);
        assertThat(scene.routes())
                .filteredOn(route -> route instanceof CreateInvite)
                .singleElement()
                .satisfies(
                        route -> assertThat(route.info().answers().failures()).contains(failure));
        assertThat(scene.counts()).containsExactly(1, 3, 0);
        assertThat(scene.outbox.mails()).hasSize(mails);
        assertThat(scene.audit.all()).hasSize(events);
    }

    @Test
    void invite_withoutAMailer_isUnavailable() {
        scene.services.mailer().unbind(scene.outbox);
        scene.refused(ErrorCode.MAIL_NOT_CONFIGURED, () -> owner.post(invites, wanted(CAROL, "member")));
    }

    @Test
    void invite_tooOftenToOneAddress_isRefused() {
        for (int i = 0; i < CreateInvite.TO_EMAIL_MAX; i++) {
            owner.invite(acme, CAROL, "member");
        }
        scene.refused(ErrorCode.RATE_LIMITED, () -> admin.post(invites, wanted(CAROL, "member")));
        admin.invite(acme, "dave@example.org", "member");
    }

    @Test
    void invite_tooOftenByOnePerson_isRefused() {
        scene.limits(new OrgLimits(4, 5, 1_000));
        int before = scene.attempts.count("org.invite.user", owner.userId);
        for (int i = before; i < CreateInvite.OF_USER_MAX; i++) {
            owner.invite(acme, "p" + i + "@example.org", "member");
        }
        scene.refused(ErrorCode.RATE_LIMITED, () -> owner.post(invites, wanted(CAROL, "member")));
        admin.invite(acme, CAROL, "member");
    }

    @Test
    void invite_tooOftenFromOneAddress_isRefused() {
        for (int i = scene.attempts.count("org.invite", "192.0.2.1"); i < CreateInvite.OF_ADDRESS_MAX; i++) {
            scene.attempts.take("org.invite", "192.0.2.1", 1_000, Duration.ofHours(1));
        }
        scene.refused(ErrorCode.RATE_LIMITED, () -> owner.post(invites, wanted(CAROL, "member")));
        owner.ask(FakeRequest.post(invites, wanted(CAROL, "member")).from("192.0.2.9"));
    }

    @Test
    void list_showsWhatIsOpen_withoutTokens() {
        owner.invite(acme, "late@example.org", "member");
        scene.clock.advance(Duration.ofDays(6));
        String token = owner.invite(acme, CAROL, "admin");
        assertThat(body(admin.get(invites))).contains("late@example.org");
        scene.clock.advance(Duration.ofDays(1));
        String shown = "[{\"id\":\"" + OrgIds.digest(token) + "\",\"email\":\"carol@example.org\",\"role\":\"admin\","
                + "\"token_prefix\":\"" + token.substring(0, 6) + "\",\"invited_by\":\"" + owner.userId
                + "\",\"created_at\":1772884800,\"expires_at\":1773489600}]";
        assertThat(body(admin.get(invites))).isEqualTo(shown);
        assertThat(body(scene.admin().get(invites))).isEqualTo(shown);
        scene.refused(ErrorCode.ROLE_MISSING, () -> member.get(invites));
        scene.refused(ErrorCode.ROLE_MISSING, () -> scene.keyOf(member).get(invites));
        scene.refused(ErrorCode.NOT_FOUND, () -> scene.admin().get(ORGS + "/none/invites"));
    }

    @Test
    void withdraw_makesTheTokenWorthless() {
        String token = owner.invite(acme, CAROL, "member");
        int before = scene.audit.all().size();
        assertThat(body(admin.delete(invites + "/" + row().id()))).isEqualTo("{\"revoked\":true}");
        assertThat(scene.counts()).containsExactly(1, 3, 0);
        assertThat(scene.audit.events()).hasSize(before + 1).last().isEqualTo("org_invite_revoked");
        OrgScene.Asking carol = scene.person("carol");
        scene.refused(ErrorCode.NOT_FOUND, () -> carol.accept(token));
        scene.refused(ErrorCode.NOT_FOUND, () -> admin.delete(invites + "/" + OrgIds.digest(token)));
    }

    @Test
    void withdraw_byAnAdminToken_works() {
        owner.invite(acme, CAROL, "owner");
        assertThat(body(scene.admin().delete(invites + "/" + row().id()))).isEqualTo("{\"revoked\":true}");
    }

    @Test
    void withdraw_byWhoMayNot_isRefused() {
        owner.invite(acme, CAROL, "owner");
        String path = invites + "/" + row().id();
        scene.refused(ErrorCode.ROLE_MISSING, () -> admin.delete(path));
        scene.refused(ErrorCode.ROLE_MISSING, () -> member.delete(path));
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, () -> scene.keyOf(owner).delete(path));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.guest().delete(path));
        // Owner of another one.
        OrgScene.Asking eve = scene.person("eve");
        String other = eve.found("Evil");
        scene.refused(ErrorCode.NOT_FOUND, () -> eve.delete(path));
        scene.refused(ErrorCode.NOT_FOUND, () -> eve.delete(ORGS + "/" + other + "/invites/" + row().id()));
    }
}
