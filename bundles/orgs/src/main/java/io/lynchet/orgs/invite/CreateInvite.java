// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.invite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.OwnOrigin;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.Invitation;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgIds;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.routes.GetOrg;
import io.lynchet.orgs.routes.OrgAccess;
import io.lynchet.orgs.routes.OrgJson;
import io.lynchet.orgs.routes.OrgServices;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route that invites an address and mails it the token. */
public final class CreateInvite implements Route {
    static final String PATH = GetOrg.PATH + "/invites";
    static final int OF_USER_MAX = 60;
    static final int OF_ADDRESS_MAX = 120;
    static final int TO_EMAIL_MAX = 10;

    private static final Logger LOG = LoggerFactory.getLogger(CreateInvite.class);
    private static final String DEV =
            "{\"type\":[\"string\",\"null\"],\"description\":\"The token in development, else null.\"}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, PATH, "Invites an address into an organisation.")
            .tagged("auth")
            .failing(ErrorCode.MAIL_NOT_CONFIGURED, ErrorCode.MAIL_FAILED, ErrorCode.RECIPIENT_REFUSED)
            .schemas(
                    SchemaText.object(
                            "email",
                            "email",
                            "{\"type\":\"string\",\"format\":\"email\",\"maxLength\":254}",
                            "role",
                            "{\"enum\":[\"owner\",\"admin\",\"member\"],\"default\":\"member\"}"),
                    SchemaText.object(
                            "id,email,role,expires_at,accept_url,token",
                            "id",
                            OrgJson.ID,
                            "email",
                            OrgJson.TEXT,
                            "role",
                            OrgJson.ROLE,
                            "expires_at",
                            OrgJson.SECONDS,
                            "accept_url",
                            DEV,
                            "token",
                            DEV));

    private final OrgServices services;
    private final OrgAccess access;
    private final Invitations invitations;
    private final InvitationMail mail;
    private final boolean dev;

    /**
     * Creates the route.
     *
     * @param dev whether the response shows the token to pages of this server
     */
    public CreateInvite(
            OrgServices services, OrgAccess access, Invitations invitations, InvitationMail mail, boolean dev) {
        this.services = services;
        this.access = access;
        this.invitations = invitations;
        this.mail = mail;
        this.dev = dev;
    }

    private record Wanted(String email, OrgRole role) {}

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        OrgActor by = access.person(request);
        String id = request.pathParameter("id");
        Wanted wanted = wanted(request);
        String organisation = invitations.requireInviter(by, id, wanted.role());
        boolean mailed = services.mailer().isBound();
        if (!mailed && !dev) {
            throw new LynchetException(
                    ErrorCode.MAIL_NOT_CONFIGURED,
                    "The server can't mail an invitation: no mail server is configured.");
        }
        services.take("org.invite", request.remoteAddress(), OF_ADDRESS_MAX);
        services.take("org.invite.user", by.userId(), OF_USER_MAX);
        services.take("org.invite.to", wanted.email(), TO_EMAIL_MAX);
        Optional<Account> holder =
                services.accounts().<Optional<Account>>call(accounts -> accounts.byEmail(wanted.email()));
        String token = OrgIds.token();
        Invitation invite =
                invitations.invite(by, id, wanted.email(), wanted.role(), token, holder.filter(Account::emailVerified));
        if (mailed) {
            send(by, organisation, invite, token);
        }
        services.record(
                "org_invited", by.userId(), request, id + " " + invite.role().wire() + " " + invite.email());
        // Not in the log, whose readers need not be the invited person.
        return answer(invite, dev && OwnOrigin.sent(request) ? token : null);
    }

    private static Wanted wanted(Request request) {
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("email", "role"));
        String email = body.optionalText("email");
        String given = body.optionalText("role");
        Optional<OrgRole> role = OrgRole.of(given == null ? OrgRole.MEMBER.wire() : given);
        if (role.isEmpty()) {
            body.problem(body.get("role"), "A role is " + OrgRole.NAMES + ".");
        }
        body.throwIfAny();
        return new Wanted(EmailAddress.mailable(email == null ? "" : email), role.orElseThrow());
    }

    // An invitation that could not be mailed is withdrawn, so that the list does not show it.
    private void send(OrgActor by, String organisation, Invitation invite, String token) {
        String app = services.data().call(data -> data.app().manifest().name());
        try {
            services.mailer().call(mailer -> {
                mailer.send(mail.of(app, organisation, invite, token));
                return null;
            });
        } catch (RuntimeException e) {
            takeBack(by, invite);
            throw e;
        }
    }

    private void takeBack(OrgActor by, Invitation invite) {
        try {
            invitations.withdraw(by, invite.organisationId(), invite.id());
        } catch (LynchetException e) {
            LOG.warn("An invitation that could not be mailed stays until it expires: {}", e.getMessage());
        }
    }

    private Response answer(Invitation invite, String shownToken) {
        byte[] body = new JsonWriter(256)
                .beginObject()
                .name("id")
                .value(invite.id())
                .name("email")
                .value(invite.email())
                .name("role")
                .value(invite.role().wire())
                .name("expires_at")
                .value(invite.expiresAt().getEpochSecond())
                .name("accept_url")
                .value(shownToken == null ? null : mail.acceptUrl(shownToken))
                .name("token")
                .value(shownToken)
                .endObject()
                .toBytes();
        return Response.json(200, body);
    }
}
