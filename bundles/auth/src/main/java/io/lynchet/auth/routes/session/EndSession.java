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
import io.lynchet.json.row.SchemaText;
import java.nio.charset.StandardCharsets;

/**
 * The route that signs out: it ends the session of the request's token, and makes a browser drop its cookie. Without a
 * session, or with an ended one, it does only the latter.
 */
public final class EndSession implements Route {
    private static final byte[] REVOKED = "{\"revoked\":true}".getBytes(StandardCharsets.UTF_8);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/session", "Ends the session of the caller.")
            .unchecked()
            .tagged("auth")
            .sending(SessionService.DROPPING)
            .schemas(null, SchemaText.object("revoked", "revoked", "{\"const\":true}"));

    private final AuthServices services;

    public EndSession(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        services.sessions().table().rowIn(request, services.sessions().app()).ifPresent(row -> {
            if (services.sessions().revoke(row.id())) {
                services.audit().record("sign_out", (String) row.get("userId"), request, null);
            }
        });
        Response response = Response.json(200, REVOKED.clone());
        return request.header("Cookie") == null
                ? response
                : response.with(services.sessions().dropping(request));
    }
}
