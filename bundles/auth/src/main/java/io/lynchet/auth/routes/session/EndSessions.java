// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.auth.session.SessionService;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;

/** The route that ends all sessions of the caller, this one included. */
public final class EndSessions implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/sessions", "Ends all sessions of the caller.")
            .tagged("auth")
            .sending(SessionService.DROPPING)
            .schemas(
                    null,
                    SchemaText.object(
                            "revoked",
                            "revoked",
                            "{\"type\":\"integer\",\"minimum\":0,\"description\":\"Number of sessions that have"
                                    + " ended.\"}"));

    private final AuthServices services;

    public EndSessions(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = AuthServices.inSession(request);
        int ended = services.sessions().revokeAll(userId, null);
        services.audit().record("sessions_revoked", userId, request, ended + " sessions");
        byte[] body = new JsonWriter(64)
                .beginObject()
                .name("revoked")
                .value(ended)
                .endObject()
                .toBytes();
        return Response.json(200, body).with(services.sessions().dropping(request));
    }
}
