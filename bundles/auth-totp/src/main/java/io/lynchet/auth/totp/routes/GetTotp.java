// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.totp.store.Enrolment;
import io.lynchet.auth.totp.store.RecoveryRows;
import io.lynchet.auth.totp.store.TotpRows;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.Optional;

/**
 * {@code GET /api/auth/totp}: tells whether the caller's sign-ins need a code, and how many recovery codes are left.
 */
final class GetTotp implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/totp", "Returns whether sign-ins of the caller need a second factor.")
            .tagged("auth")
            .schemas(
                    null,
                    SchemaText.object(
                            "enabled,pending,backup_codes_left",
                            "enabled",
                            "{\"type\":\"boolean\"}",
                            "pending",
                            "{\"type\":\"boolean\",\"description\":\"Enrolled, but not confirmed by a code.\"}",
                            "backup_codes_left",
                            "{\"type\":\"integer\"}"));

    private final TotpRows rows;
    private final RecoveryRows recovery;

    GetTotp(TotpRows rows, RecoveryRows recovery) {
        this.rows = rows;
        this.recovery = recovery;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = TotpServices.person(request);
        Optional<Enrolment> enrolment = rows.peek(userId);
        boolean enabled = enrolment.filter(Enrolment::enabled).isPresent();
        JsonWriter json = new JsonWriter(64)
                .beginObject()
                .name("enabled")
                .value(enabled)
                .name("pending")
                .value(enrolment.isPresent() && !enabled)
                .name("backup_codes_left")
                .value(recovery.left(userId));
        return Response.json(200, json.endObject().toBytes());
    }
}
