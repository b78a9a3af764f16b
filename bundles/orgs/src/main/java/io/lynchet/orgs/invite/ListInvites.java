// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.invite;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.Invitation;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.orgs.routes.OrgAccess;
import io.lynchet.orgs.routes.OrgJson;

/** The route that lists the open invitations, without their tokens; for owners and admins. */
public final class ListInvites implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, CreateInvite.PATH, "Lists the open invitations of an organisation, oldest first.")
            .tagged("auth")
            .schemas(
                    null,
                    SchemaText.array(
                            SchemaText.object(
                                    "id,email,role,token_prefix,invited_by,created_at,expires_at",
                                    "id",
                                    OrgJson.ID,
                                    "email",
                                    OrgJson.TEXT,
                                    "role",
                                    OrgJson.ROLE,
                                    "token_prefix",
                                    OrgJson.TEXT,
                                    "invited_by",
                                    OrgJson.ID,
                                    "created_at",
                                    OrgJson.SECONDS,
                                    "expires_at",
                                    OrgJson.SECONDS),
                            OrgLimits.USUAL.invitesMax()));

    private final OrgAccess access;
    private final Invitations invitations;

    public ListInvites(OrgAccess access, Invitations invitations) {
        this.access = access;
        this.invitations = invitations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        OrgActor by = access.reader(request);
        JsonWriter json = new JsonWriter(1_024).beginArray();
        for (Invitation invite : invitations.open(by, request.pathParameter("id"))) {
            json.beginObject()
                    .name("id")
                    .value(invite.id())
                    .name("email")
                    .value(invite.email())
                    .name("role")
                    .value(invite.role().wire())
                    .name("token_prefix")
                    .value(invite.tokenPrefix())
                    .name("invited_by")
                    .value(invite.invitedBy())
                    .name("created_at")
                    .value(invite.createdAt().getEpochSecond())
                    .name("expires_at")
                    .value(invite.expiresAt().getEpochSecond())
                    .endObject();
        }
        return Response.json(200, json.endArray().toBytes());
    }
}
