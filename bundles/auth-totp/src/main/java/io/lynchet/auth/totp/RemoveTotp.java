// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.SchemaText;
import java.nio.charset.StandardCharsets;

/**
 * {@code DELETE /api/auth/users/{id}/totp}: removes the app and the recovery codes of somebody who has lost both; for admins, who have to make
 * sure who is asking. For an account without an app nothing changes, except that it waits for none afterwards in any case.
 */
final class RemoveTotp implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/auth/users/{id}/totp", "Removes the authenticator app of an account.")
            .forAdmins()
            .tagged("auth")
            .schemas(null, SchemaText.object("disabled", "disabled", "{\"const\":true}"));
    private static final byte[] DISABLED = "{\"disabled\":true}".getBytes(StandardCharsets.UTF_8);

    private final Parts parts;
    private final TotpRows rows;

    RemoveTotp(Parts parts, TotpRows rows) {
        this.parts = parts;
        this.rows = rows;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = request.pathParameter("id");
        new SecondFactor(parts, rows).off(userId);
        parts.record("second_factor_removed", userId, request, SecondFactor.NAME);
        return Response.json(200, DISABLED.clone());
    }
}
