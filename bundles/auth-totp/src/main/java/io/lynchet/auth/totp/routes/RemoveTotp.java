// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.totp.store.TotpRows;
import io.lynchet.auth.totp.verify.SecondFactor;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.json.row.SchemaText;
import java.nio.charset.StandardCharsets;

/**
 * {@code DELETE /api/auth/users/{id}/totp}: removes the app and the recovery codes of a user who has lost both. For
 * admins, who must verify the user's identity. For an account without an app nothing changes, except that its sign-ins
 * wait for no app afterwards in any case.
 */
final class RemoveTotp implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/users/{id}/totp", "Removes the authenticator app of an account.")
            .forAdmins()
            .tagged("auth")
            .schemas(null, SchemaText.object("disabled", "disabled", "{\"const\":true}"));
    private static final byte[] DISABLED = "{\"disabled\":true}".getBytes(StandardCharsets.UTF_8);

    private final TotpServices services;
    private final TotpRows rows;

    RemoveTotp(TotpServices services, TotpRows rows) {
        this.services = services;
        this.rows = rows;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = request.pathParameter("id");
        new SecondFactor(services, rows).off(userId);
        services.record("second_factor_removed", userId, request, SecondFactor.NAME);
        return Response.json(200, DISABLED.clone());
    }
}
