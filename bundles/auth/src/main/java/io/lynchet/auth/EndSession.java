// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.SchemaText;
import java.nio.charset.StandardCharsets;

/** Signs out: ends the session whose token comes along, and makes a browser forget it. Without one, and for a dead one, nothing is left to do. */
final class EndSession implements Route {
    private static final byte[] REVOKED = "{\"revoked\":true}".getBytes(StandardCharsets.UTF_8);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/session", "Ends the session of the caller.")
            .unchecked()
            .tagged("auth")
            .sending(SessionRows.DROPPING)
            .schemas(null, SchemaText.object("revoked", "revoked", "{\"const\":true}"));

    private final Parts parts;

    EndSession(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        parts.sessions().table().rowIn(request, parts.sessions().app()).ifPresent(row -> {
            if (parts.sessions().revoke(row.id())) {
                parts.audit().record("sign_out", (String) row.get("userId"), request, null);
            }
        });
        Response response = Response.json(200, REVOKED.clone());
        return request.header("Cookie") == null
                ? response
                : response.with(parts.sessions().dropping(request));
    }
}
