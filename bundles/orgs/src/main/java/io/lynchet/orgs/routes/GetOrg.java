// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.orgs.store.Organisations;

/** The route that returns one organisation, for its members and admins. */
public final class GetOrg implements Route {
    public static final String PATH = CreateOrg.PATH + "/{id}";

    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.GET, PATH, "Returns an organisation.")
            .tagged("auth")
            .schemas(null, OrgJson.ORGANISATION);

    private final OrgAccess access;
    private final Organisations organisations;

    public GetOrg(OrgAccess access, Organisations organisations) {
        this.access = access;
        this.organisations = organisations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Organisations.Seen seen = organisations.get(access.reader(request), request.pathParameter("id"));
        return Response.json(
                200,
                OrgJson.write(new JsonWriter(256), seen.organisation(), seen.role())
                        .toBytes());
    }
}
