// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.time.Duration;

/** The route that opens a session for a new guest. */
public final class SignInAsGuest implements Route {
    private static final int OF_ADDRESS_MAX = 60;
    private static final Duration WINDOW = Duration.ofHours(1);

    private static final String TEXT = "{\"type\":\"string\"}";
    private static final String YES = "{\"const\":true}";
    private static final String GUEST =
            SchemaText.object("guest,token,user_id", "guest", YES, "token", TEXT, "user_id", TEXT);
    private static final String ANONYMOUS = SchemaText.object(
            "expires_at,is_guest,token,user_id",
            "expires_at",
            "{\"type\":\"integer\"}",
            "is_guest",
            YES,
            "token",
            TEXT,
            "user_id",
            TEXT);

    private final AuthServices services;
    private final boolean anonymous;
    private final RouteInfo info;

    /**
     * Creates the route.
     *
     * @param anonymous whether this is the second path of the route, with the other form of response
     */
    public SignInAsGuest(AuthServices services, boolean anonymous) {
        this.services = services;
        this.anonymous = anonymous;
        String path = anonymous ? "/api/auth/anonymous" : "/api/auth/guest";
        this.info = RouteInfo.of(HttpMethod.POST, path, "Opens a session for a guest.")
                .open()
                .succeeding(anonymous ? 200 : 201)
                .tagged("auth")
                .sending(Sessions.COOKIE)
                .schemas(null, anonymous ? ANONYMOUS : GUEST);
    }

    @Override
    public RouteInfo info() {
        return info;
    }

    @Override
    public Response handle(Request request) {
        if (!services.dev()) {
            services.attempts().take("guest", request.remoteAddress(), OF_ADDRESS_MAX, WINDOW);
        }
        SignedIn guest = services.sessions().openGuest(request);
        JsonWriter json = new JsonWriter(256).beginObject();
        if (anonymous) {
            json.name("expires_at")
                    .value(guest.expiresAt().getEpochSecond())
                    .name("is_guest")
                    .value(true);
        } else {
            json.name("guest").value(true);
        }
        json.name("token")
                .value(guest.token())
                .name("user_id")
                .value(guest.userId())
                .endObject();
        Response response = Response.json(anonymous ? 200 : 201, json.toBytes());
        return request.header("Origin") == null
                ? response
                : response.with(services.sessions().cookie(guest, request));
    }
}
