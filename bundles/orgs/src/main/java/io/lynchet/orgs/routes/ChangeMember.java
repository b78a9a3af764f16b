// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.store.Organisations;
import java.util.Optional;
import java.util.Set;

/** The route that gives a member another role. Admins of an organisation can't change or make owners. */
public final class ChangeMember implements Route {
    static final String PATH = GetOrg.PATH + "/members/{user}";

    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.PUT, PATH, "Gives a member another role.")
            .tagged("auth")
            .schemas(
                    SchemaText.object("role", "role", OrgJson.ROLE),
                    SchemaText.object("updated,role", "updated", "{\"const\":true}", "role", OrgJson.ROLE));

    private final OrgServices services;
    private final OrgAccess access;
    private final Organisations organisations;

    public ChangeMember(OrgServices services, OrgAccess access, Organisations organisations) {
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
        OrgActor by = access.person(request);
        String id = request.pathParameter("id");
        String userId = request.pathParameter("user");
        OrgRole role = role(request);
        if (organisations.changeRole(by, id, userId, role)) {
            services.record("org_role_changed", userId, request, id + " " + role.wire());
        }
        byte[] body = new JsonWriter(64)
                .beginObject()
                .name("updated")
                .value(true)
                .name("role")
                .value(role.wire())
                .endObject()
                .toBytes();
        return Response.json(200, body);
    }

    private static OrgRole role(Request request) {
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("role"));
        String given = body.text("role");
        Optional<OrgRole> role = given == null ? Optional.empty() : OrgRole.of(given);
        if (given != null && role.isEmpty()) {
            body.problem(body.get("role"), "A role is " + OrgRole.NAMES + ".");
        }
        body.throwIfAny();
        return role.orElseThrow();
    }
}
