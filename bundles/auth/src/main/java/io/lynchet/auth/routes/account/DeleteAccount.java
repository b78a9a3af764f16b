// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.session.SessionService;
import io.lynchet.json.row.SchemaText;
import java.nio.charset.StandardCharsets;

/** The route that deletes the caller's account, with all credentials and the user row. */
public final class DeleteAccount implements Route {
    private static final byte[] DELETED = "{\"deleted\":true}".getBytes(StandardCharsets.UTF_8);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/account", "Deletes the account of the caller.")
            .tagged("auth")
            .sending(SessionService.DROPPING)
            .schemas(null, SchemaText.object("deleted", "deleted", "{\"const\":true}"));

    private final AuthServices services;

    public DeleteAccount(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = AuthServices.person(request);
        // The remains of other rows are not for the caller, who may not see them.
        String left = services.accounts().remove(userId);
        services.audit().record("account_deleted", userId, request, left);
        return Response.json(200, DELETED.clone()).with(services.sessions().dropping(request));
    }
}
