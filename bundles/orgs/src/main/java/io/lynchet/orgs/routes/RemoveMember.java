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

/**
 * The route that removes a member, or lets the caller leave. From the response on, no session of that user has this
 * organisation.
 */
public final class RemoveMember implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, ChangeMember.PATH, "Removes a member; the caller can remove themselves.")
            .tagged("auth")
            .schemas(null, OrgJson.yesSchema("removed"));

    private final OrgServices services;
    private final OrgAccess access;
    private final Organisations organisations;

    public RemoveMember(OrgServices services, OrgAccess access, Organisations organisations) {
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
        String userId = request.pathParameter("user");
        organisations.remove(by, id, userId);
        services.record(userId.equals(by.userId()) ? "org_left" : "org_member_removed", userId, request, id);
        return Response.json(200, OrgJson.yes("removed"));
    }
}
