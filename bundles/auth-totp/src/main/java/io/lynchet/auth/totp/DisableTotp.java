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

/** {@code POST /api/auth/totp/disable}: sign-ins need no code any more. Needs one itself, so that a stolen session can't. */
final class DisableTotp implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/totp/disable", "Removes the authenticator app of the caller.")
            .tagged("auth")
            .schemas(CodeBody.SCHEMA, SchemaText.object("disabled", "disabled", "{\"const\":true}"));
    private static final byte[] DISABLED = "{\"disabled\":true}".getBytes(StandardCharsets.UTF_8);

    private final Parts parts;
    private final TotpRows rows;
    private final TotpLimits limits;
    private final CodeCheck check;

    DisableTotp(Parts parts, TotpRows rows, TotpLimits limits, CodeCheck check) {
        this.parts = parts;
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
        String userId = Parts.person(request);
        String code = CodeBody.code(request);
        limits.signedIn(userId);
        check.accept(userId, code, request);
        new SecondFactor(parts, rows).off(userId);
        parts.record("second_factor_disabled", userId, request, SecondFactor.NAME);
        return Response.json(200, DISABLED.clone());
    }
}
