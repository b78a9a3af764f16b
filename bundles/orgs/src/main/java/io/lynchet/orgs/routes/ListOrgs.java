// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.store.Organisations;
import io.lynchet.system.rows.NewestPage;
import java.util.List;

/** The route that lists the organisations of the caller; for an admin all of them, page by page. */
public final class ListOrgs implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET,
                    CreateOrg.PATH,
                    "Lists the organisations of the caller, oldest first; for admins all, newest first.")
            .taking(NewestPage.BEFORE, NewestPage.LIMIT)
            .tagged("auth")
            .failing(ErrorCode.INVALID_PARAMETER, ErrorCode.INVALID_DATA)
            .schemas(null, SchemaText.array(OrgJson.ORGANISATION, NewestPage.LIMIT_MAX));

    private final OrgAccess access;
    private final Organisations organisations;

    public ListOrgs(OrgAccess access, Organisations organisations) {
        this.access = access;
        this.organisations = organisations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        OrgActor by = access.reader(request);
        JsonWriter json = new JsonWriter(1_024).beginArray();
        seen(request, by).forEach(one -> OrgJson.write(json, one.organisation(), one.role()));
        return Response.json(200, json.endArray().toBytes());
    }

    private List<Organisations.Seen> seen(Request request, OrgActor by) {
        if (!by.admin()) {
            NewestPage.refuse(request);
            return organisations.of(by.userId());
        }
        NewestPage page = NewestPage.of(request);
        return organisations.newest(page.before(), page.limit());
    }
}
