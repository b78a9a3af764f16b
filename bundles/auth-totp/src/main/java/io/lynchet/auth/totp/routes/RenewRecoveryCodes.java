// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.totp.code.RecoveryCodes;
import io.lynchet.auth.totp.code.TotpCodeBody;
import io.lynchet.auth.totp.store.Enrolment;
import io.lynchet.auth.totp.store.TotpRows;
import io.lynchet.auth.totp.verify.CodeCheck;
import io.lynchet.auth.totp.verify.TotpLimits;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.List;

/** {@code POST /api/auth/totp/backup-codes/regenerate}: makes new recovery codes; the old ones become invalid. */
final class RenewRecoveryCodes implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/totp/backup-codes/regenerate",
                    "Replaces the recovery codes of the caller.")
            .tagged("auth")
            .schemas(
                    TotpCodeBody.SCHEMA,
                    SchemaText.object(
                            "backup_codes",
                            "backup_codes",
                            SchemaText.array("{\"type\":\"string\"}", RecoveryCodes.CODES)));

    private final TotpServices services;
    private final TotpRows rows;
    private final TotpLimits limits;
    private final CodeCheck check;
    private final RecoveryCodes recovery = new RecoveryCodes();

    RenewRecoveryCodes(TotpServices services, TotpRows rows, TotpLimits limits, CodeCheck check) {
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
        List<String> codes = recovery.newCodes();
        store(userId, codes);
        services.record("recovery_codes_renewed", userId, request, null);
        JsonWriter json = new JsonWriter(256).beginObject();
        RecoveryCodes.write(json, codes);
        return Response.json(200, json.endObject().toBytes());
    }

    // A sign-in at the same time changes the row, too.
    private void store(String userId, List<String> codes) {
        for (int turn = 0; turn < CodeCheck.TURNS_MAX; turn++) {
            Enrolment read = rows.read(userId).filter(Enrolment::enabled).orElseThrow(CodeCheck::notEnrolled);
            if (rows.renew(read, rows.now(), codes)) {
                return;
            }
        }
        throw CodeCheck.busy();
    }
}
