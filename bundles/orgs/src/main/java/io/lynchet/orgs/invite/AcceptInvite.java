// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.invite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.routes.OrgAccess;
import io.lynchet.orgs.routes.OrgJson;
import io.lynchet.orgs.routes.OrgServices;
import java.util.Optional;

/**
 * The route that makes the caller a member by the token of an invitation. The caller must also have proven the invited
 * address, so that a forwarded mail lets no other user in.
 */
public final class AcceptInvite implements Route {
    static final String PATH = "/api/auth/invites/{token}/accept";
    static final int OF_USER_MAX = 30;
    static final int OF_ADDRESS_MAX = 60;

    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, PATH, "Accepts an invitation.")
            .tagged("auth")
            .schemas(null, SchemaText.object("org_id,role", "org_id", OrgJson.ID, "role", OrgJson.ROLE));

    private final OrgServices services;
    private final OrgAccess access;
    private final Invitations invitations;

    public AcceptInvite(OrgServices services, OrgAccess access, Invitations invitations) {
        this.services = services;
        this.access = access;
        this.invitations = invitations;
    }

    /** Returns the path that accepts this token. */
    public static String path(String token) {
        return PATH.replace("{token}", token);
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        OrgActor by = access.person(request);
        services.take("org.accept", request.remoteAddress(), OF_ADDRESS_MAX);
        services.take("org.accept.user", by.userId(), OF_USER_MAX);
        Optional<Account> account = services.accounts().<Optional<Account>>call(accounts -> accounts.byId(by.userId()));
        OrgMember member = invitations.accept(
                account.orElseThrow(
                        () -> new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in with an account to join.")),
                request.pathParameter("token"));
        services.record(
                "org_joined",
                by.userId(),
                request,
                member.organisationId() + " " + member.role().wire());
        byte[] body = new JsonWriter(128)
                .beginObject()
                .name("org_id")
                .value(member.organisationId())
                .name("role")
                .value(member.role().wire())
                .endObject()
                .toBytes();
        return Response.json(200, body);
    }
}
