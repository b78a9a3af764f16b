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

/** Removes the caller's account with everything that signs them in, and their user row. */
final class DeleteAccount implements Route {
    private static final byte[] DELETED = "{\"deleted\":true}".getBytes(StandardCharsets.UTF_8);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/account", "Removes the account of the caller.")
            .tagged("auth")
            .sending(SessionRows.DROPPING)
            .schemas(null, SchemaText.object("deleted", "deleted", "{\"const\":true}"));

    private final Parts parts;

    DeleteAccount(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = Parts.person(request);
        // What became of rows of others is not for the caller, who may not see them.
        String left = parts.accounts().remove(userId);
        parts.audit().record("account_deleted", userId, request, left);
        return Response.json(200, DELETED.clone()).with(parts.sessions().dropping(request));
    }
}
