// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;

/** Removes a member, or lets the caller leave. Sessions of that user have this organisation no more from the answer on. */
final class RemoveMember implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, ChangeMember.PATH, "Removes a member, or lets the caller leave.")
            .tagged("auth")
            .schemas(null, OrgJson.yesSchema("removed"));

    private final Parts parts;
    private final OrgAccess access;
    private final Organisations organisations;

    RemoveMember(Parts parts, OrgAccess access, Organisations organisations) {
        this.parts = parts;
        this.access = access;
        this.organisations = organisations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Actor by = access.personOrAdmin(request);
        String id = request.pathParameter("id");
        String userId = request.pathParameter("user");
        organisations.remove(by, id, userId);
        parts.record(userId.equals(by.userId()) ? "org_left" : "org_member_removed", userId, request, id);
        return Response.json(200, OrgJson.yes("removed"));
    }
}
