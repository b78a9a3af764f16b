// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.store.Organisations;

/** The route that deletes an organisation with its memberships and invitations; for its owners and admins. */
public final class DeleteOrg implements Route {
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.DELETE, GetOrg.PATH, "Deletes an organisation.")
            .tagged("auth")
            .schemas(null, OrgJson.yesSchema("deleted"));

    private final OrgServices services;
    private final OrgAccess access;
    private final Organisations organisations;

    public DeleteOrg(OrgServices services, OrgAccess access, Organisations organisations) {
        this.services = services;
        this.access = access;
        this.organisations = organisations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        OrgActor by = access.personOrAdmin(request);
        String id = request.pathParameter("id");
        organisations.delete(by, id);
        services.record("org_deleted", by.userId(), request, id);
        return Response.json(200, OrgJson.yes("deleted"));
    }
}
