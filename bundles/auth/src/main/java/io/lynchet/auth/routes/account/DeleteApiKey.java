// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.row.SchemaText;
import java.nio.charset.StandardCharsets;

/** The route that deletes an API key of the caller. The key is refused from the response on. */
public final class DeleteApiKey implements Route {
    private static final byte[] REVOKED = "{\"revoked\":true}".getBytes(StandardCharsets.UTF_8);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/api-keys/{id}", "Revokes an API key of the caller.")
            .tagged("auth")
            .schemas(null, SchemaText.object("revoked", "revoked", "{\"const\":true}"));

    private final AuthServices services;

    public DeleteApiKey(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = AuthServices.person(request);
        String id = request.pathParameter("id");
        if (!services.keys().delete(userId, id)) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "You have no such key.");
        }
        services.audit().record("key_revoked", userId, request, id);
        return Response.json(200, REVOKED.clone());
    }
}
