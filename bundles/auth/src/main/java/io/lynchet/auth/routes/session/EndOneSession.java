// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.json.row.SchemaText;
import java.nio.charset.StandardCharsets;

/** The route that ends one session of the caller, such as one of another device. Sessions of others look missing. */
public final class EndOneSession implements Route {
    private static final byte[] REVOKED = "{\"revoked\":true}".getBytes(StandardCharsets.UTF_8);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/sessions/{id}", "Ends one session of the caller.")
            .tagged("auth")
            .schemas(null, SchemaText.object("revoked", "revoked", "{\"const\":true}"));

    private final AuthServices services;

    public EndOneSession(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = AuthServices.inSession(request);
        String id = request.pathParameter("id");
        boolean own = services.sessions()
                .byId(id)
                .filter(session -> session.userId().equals(userId))
                .isPresent();
        if (!own || !services.sessions().revoke(id)) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "You have no such session.");
        }
        services.audit().record("session_revoked", userId, request, null);
        return Response.json(200, REVOKED.clone());
    }
}
