// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import io.lynchet.api.auth.Session;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;

/** The route that lists the caller's sessions, without their tokens. */
public final class ListSessions implements Route {
    private static final String TEXT = "{\"type\":\"string\"}";
    private static final String SECONDS = "{\"type\":\"integer\"}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/sessions", "Lists the sessions of the caller, newest first.")
            .tagged("auth")
            .schemas(
                    null,
                    "{\"type\":\"array\",\"items\":"
                            + SchemaText.object(
                                    "id,token_prefix,user_id,device,method,address,current,created_at,expires_at",
                                    "id",
                                    TEXT,
                                    "token_prefix",
                                    TEXT,
                                    "user_id",
                                    TEXT,
                                    "device",
                                    "{\"type\":[\"string\",\"null\"]}",
                                    "method",
                                    TEXT,
                                    "address",
                                    "{\"type\":[\"string\",\"null\"]}",
                                    "current",
                                    "{\"type\":\"boolean\"}",
                                    "created_at",
                                    SECONDS,
                                    "expires_at",
                                    SECONDS)
                            + "}");

    private final AuthServices services;

    public ListSessions(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = AuthServices.signedIn(request);
        JsonWriter json = new JsonWriter(1_024).beginArray();
        for (Session session : services.sessions().of(userId)) {
            json.beginObject()
                    .name("id")
                    .value(session.id())
                    .name("token_prefix")
                    .value(session.tokenPrefix())
                    .name("user_id")
                    .value(session.userId())
                    .name("device")
                    .value(session.device())
                    .name("method")
                    .value(session.method())
                    .name("address")
                    .value(session.address())
                    .name("current")
                    .value(session.id().equals(request.caller().credentialId()))
                    .name("created_at")
                    .value(session.createdAt().getEpochSecond())
                    .name("expires_at")
                    .value(session.expiresAt().getEpochSecond())
                    .endObject();
        }
        return Response.json(200, json.endArray().toBytes());
    }
}
