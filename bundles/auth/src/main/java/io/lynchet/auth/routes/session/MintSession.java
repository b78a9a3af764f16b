// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.Set;

/** The route that opens a session for a named user: for admins, and in development for all callers. */
public final class MintSession implements Route {
    static final String USER_ID = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";

    private static final int ID_CHARS_MAX = 200;
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/session",
                    "Opens a session for any user; for admins, or in development.")
            .open()
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .succeeding(201)
            .schemas(
                    SchemaText.object("user_id", "user_id", USER_ID),
                    SchemaText.object("token,user_id", "token", "{\"type\":\"string\"}", "user_id", USER_ID));

    private final AuthServices services;

    public MintSession(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        if (!services.dev() && !request.principal().admin()) {
            throw new LynchetException(ErrorCode.FORBIDDEN, "Only admins can open sessions for others.");
        }
        SignedIn opened = services.sessions().openFull(userId(request), "minted", request);
        byte[] body = new JsonWriter(256)
                .beginObject()
                .name("token")
                .value(opened.token())
                .name("user_id")
                .value(opened.userId())
                .endObject()
                .toBytes();
        Response response = Response.json(201, body);
        return request.header("Origin") == null
                ? response
                : response.with(services.sessions().cookie(opened, request));
    }

    /** Returns the user id of a body that has no other member. */
    static String userId(Request request) {
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("user_id"));
        String userId = body.text("user_id");
        if (userId != null && (userId.isEmpty() || userId.length() > ID_CHARS_MAX)) {
            body.problem(body.get("user_id"), "A user id has 1 to " + ID_CHARS_MAX + " characters.");
        }
        body.throwIfAny();
        return userId;
    }
}
