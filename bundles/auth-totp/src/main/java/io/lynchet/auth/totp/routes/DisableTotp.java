// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.totp.code.TotpCodeBody;
import io.lynchet.auth.totp.store.TotpRows;
import io.lynchet.auth.totp.verify.CodeCheck;
import io.lynchet.auth.totp.verify.SecondFactor;
import io.lynchet.auth.totp.verify.TotpLimits;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.json.row.SchemaText;
import java.nio.charset.StandardCharsets;

/**
 * {@code POST /api/auth/totp/disable}: turns the second factor off. It needs a code itself, so that a stolen session
 * does not suffice.
 */
final class DisableTotp implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/totp/disable", "Removes the authenticator app of the caller.")
            .tagged("auth")
            .schemas(TotpCodeBody.SCHEMA, SchemaText.object("disabled", "disabled", "{\"const\":true}"));
    private static final byte[] DISABLED = "{\"disabled\":true}".getBytes(StandardCharsets.UTF_8);

    private final TotpServices services;
    private final TotpRows rows;
    private final TotpLimits limits;
    private final CodeCheck check;

    DisableTotp(TotpServices services, TotpRows rows, TotpLimits limits, CodeCheck check) {
        this.services = services;
        this.rows = rows;
        this.limits = limits;
        this.check = check;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = TotpServices.person(request);
        String code = TotpCodeBody.code(request);
        limits.signedIn(userId);
        check.accept(userId, code, request);
        new SecondFactor(services, rows).off(userId);
        services.record("second_factor_disabled", userId, request, SecondFactor.NAME);
        return Response.json(200, DISABLED.clone());
    }
}
