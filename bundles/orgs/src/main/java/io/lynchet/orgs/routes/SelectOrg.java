// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.OrgActor;
import java.util.Set;

/**
 * The route that makes an organisation, or none, the active one of the caller's session; policies see it as
 * {@code auth.tenantId}.
 */
public final class SelectOrg implements Route {
    public static final String PATH = "/api/auth/select-org";

    private static final String ID_OR_NULL = "{\"type\":[\"string\",\"null\"]}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, PATH, "Sets or clears the active organisation of the session.")
            .tagged("auth")
            .schemas(
                    SchemaText.object("orgId", "orgId", ID_OR_NULL),
                    SchemaText.object("tenantId", "tenantId", ID_OR_NULL));

    private final OrgServices services;
    private final OrgAccess access;
    private final Memberships memberships;

    public SelectOrg(OrgServices services, OrgAccess access, Memberships memberships) {
        this.services = services;
        this.access = access;
        this.memberships = memberships;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        OrgActor by = access.person(request);
        String id = organisationId(request);
        // The same error for an organisation of others and for a missing one.
        if (id != null && memberships.role(id, by.userId()).isEmpty()) {
            throw new LynchetException(ErrorCode.NOT_A_MEMBER, "You are not a member of this organisation.");
        }
        services.sessions().call(sessions -> {
            sessions.tenant(request.caller().credentialId(), id);
            return null;
        });
        services.record("org_selected", by.userId(), request, id);
        byte[] body = new JsonWriter(64)
                .beginObject()
                .name("tenantId")
                .value(id)
                .endObject()
                .toBytes();
        return Response.json(200, body);
    }

    private static String organisationId(Request request) {
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("orgId"));
        boolean none = body.get("orgId") instanceof JsonNode.NullNode;
        String id = none ? null : body.text("orgId");
        body.throwIfAny();
        return id;
    }
}
