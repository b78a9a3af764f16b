// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;
import java.util.List;

/** {@code POST /api/auth/totp/backup-codes/regenerate}: new recovery codes; the old ones are good no more. */
final class RenewRecoveryCodes implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/totp/backup-codes/regenerate",
                    "Replaces the recovery codes of the caller.")
            .tagged("auth")
            .schemas(
                    CodeBody.SCHEMA,
                    SchemaText.object(
                            "backup_codes",
                            "backup_codes",
                            SchemaText.array("{\"type\":\"string\"}", RecoveryCodes.CODES)));

    private final Parts parts;
    private final TotpRows rows;
    private final TotpLimits limits;
    private final CodeCheck check;
    private final RecoveryCodes recovery = new RecoveryCodes();

    RenewRecoveryCodes(Parts parts, TotpRows rows, TotpLimits limits, CodeCheck check) {
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
        List<String> codes = recovery.newCodes();
        store(userId, codes);
        parts.record("recovery_codes_renewed", userId, request, null);
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
