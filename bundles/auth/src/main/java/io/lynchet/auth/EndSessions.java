// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;

/** Ends all sessions of the caller, this one included. */
final class EndSessions implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/sessions", "Ends all sessions of the caller.")
            .tagged("auth")
            .sending(SessionRows.DROPPING)
            .schemas(
                    null,
                    SchemaText.object(
                            "revoked",
                            "revoked",
                            "{\"type\":\"integer\",\"minimum\":0,\"description\":\"How many have ended.\"}"));

    private final Parts parts;

    EndSessions(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = Parts.inSession(request);
        int ended = parts.sessions().revokeAll(userId, null);
        parts.audit().record("sessions_revoked", userId, request, ended + " sessions");
        byte[] body = new JsonWriter(64)
                .beginObject()
                .name("revoked")
                .value(ended)
                .endObject()
                .toBytes();
        return Response.json(200, body).with(parts.sessions().dropping(request));
    }
}
