// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.SchemaText;
import java.nio.charset.StandardCharsets;

/** Ends an API key of the caller; it is refused from the answer on. */
final class DeleteApiKey implements Route {
    private static final byte[] REVOKED = "{\"revoked\":true}".getBytes(StandardCharsets.UTF_8);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/api-keys/{id}", "Ends an API key of the caller.")
            .tagged("auth")
            .schemas(null, SchemaText.object("revoked", "revoked", "{\"const\":true}"));

    private final Parts parts;

    DeleteApiKey(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = Parts.person(request);
        String id = request.pathParameter("id");
        if (!parts.keys().delete(userId, id)) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "You have no such key.");
        }
        parts.audit().record("key_revoked", userId, request, id);
        return Response.json(200, REVOKED.clone());
    }
}
