// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;

/** Withdraws an invitation; its token is worth nothing from the answer on. Those of owners are the owners' matter. */
final class DeleteInvite implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, CreateInvite.PATH + "/{invite}", "Withdraws an invitation.")
            .tagged("auth")
            .schemas(null, OrgJson.yesSchema("revoked"));

    private final Parts parts;
    private final OrgAccess access;
    private final Invitations invitations;

    DeleteInvite(Parts parts, OrgAccess access, Invitations invitations) {
        this.parts = parts;
        this.access = access;
        this.invitations = invitations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Actor by = access.personOrAdmin(request);
        String id = request.pathParameter("id");
        Invite invite = invitations.withdraw(by, id, request.pathParameter("invite"));
        parts.record("org_invite_revoked", by.userId(), request, id + " " + invite.email());
        return Response.json(200, OrgJson.yes("revoked"));
    }
}
