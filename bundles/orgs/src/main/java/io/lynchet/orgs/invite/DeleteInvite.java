// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.invite;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.orgs.model.Invitation;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.routes.OrgAccess;
import io.lynchet.orgs.routes.OrgJson;
import io.lynchet.orgs.routes.OrgServices;

/**
 * The route that withdraws an invitation; its token is invalid from the response on. Only owners withdraw invitations
 * of owners.
 */
public final class DeleteInvite implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, CreateInvite.PATH + "/{invite}", "Withdraws an invitation.")
            .tagged("auth")
            .schemas(null, OrgJson.yesSchema("revoked"));

    private final OrgServices services;
    private final OrgAccess access;
    private final Invitations invitations;

    public DeleteInvite(OrgServices services, OrgAccess access, Invitations invitations) {
        this.services = services;
        this.access = access;
        this.invitations = invitations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        OrgActor by = access.personOrAdmin(request);
        String id = request.pathParameter("id");
        Invitation invite = invitations.withdraw(by, id, request.pathParameter("invite"));
        services.record("org_invite_revoked", by.userId(), request, id + " " + invite.email());
        return Response.json(200, OrgJson.yes("revoked"));
    }
}
