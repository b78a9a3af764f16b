// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.totp.code.Base32;
import io.lynchet.auth.totp.code.KeyUri;
import io.lynchet.auth.totp.code.TimeCodes;
import io.lynchet.auth.totp.store.Enrolment;
import io.lynchet.auth.totp.store.TotpRows;
import io.lynchet.auth.totp.verify.CodeCheck;
import io.lynchet.auth.totp.verify.SecondFactor;
import io.lynchet.auth.totp.verify.TotpLimits;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /api/auth/totp/enroll}: returns a secret for an authenticator app. The secret has no effect until a code
 * of the app confirms it; until then another call replaces it.
 */
final class EnrollTotp implements Route {
    private static final String TEXT = "{\"type\":\"string\"}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/totp/enroll", "Creates a secret for an authenticator app.")
            .tagged("auth")
            .failing(ErrorCode.CONFLICT)
            .schemas(
                    SchemaText.object(""),
                    SchemaText.object(
                            "secret,url,issuer,account",
                            "secret",
                            "{\"type\":\"string\",\"description\":\"The secret in base 32, for typing.\"}",
                            "url",
                            "{\"type\":\"string\",\"description\":\"The address of the secret, for a QR code.\"}",
                            "issuer",
                            TEXT,
                            "account",
                            TEXT));

    private final TotpServices services;
    private final TotpRows rows;
    private final TotpLimits limits;
    private final TimeCodes codes = new TimeCodes();

    EnrollTotp(TotpServices services, TotpRows rows, TotpLimits limits) {
        this.services = services;
        this.rows = rows;
        this.limits = limits;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = TotpServices.person(request);
        if (request.body().length > 0) {
            new BodyObject(JsonTree.read(request.body()), Set.of()).throwIfAny();
        }
        String account = services.accounts()
                .<Optional<Account>>call(accounts -> accounts.byId(userId))
                .map(EnrollTotp::label)
                .orElseThrow(() -> new LynchetException(ErrorCode.NOT_FOUND, "The account does not exist."));
        limits.enrol(userId);
        byte[] secret = codes.newSecret();
        store(userId, secret);
        services.record("second_factor_enrolled", userId, request, SecondFactor.NAME);
        String issuer = services.data().call(service -> service.app().manifest().name());
        return answer(Base32.encode(secret), issuer, account);
    }

    private static String label(Account account) {
        if (account.email() != null) {
            return account.email();
        }
        return account.displayName() != null ? account.displayName() : account.id();
    }

    private void store(String userId, byte[] secret) {
        for (int turn = 0; turn < CodeCheck.TURNS_MAX; turn++) {
            Optional<Enrolment> before = rows.read(userId);
            if (before.filter(Enrolment::enabled).isPresent()) {
                throw new LynchetException(
                        ErrorCode.CONFLICT, "The account has an authenticator app; disable it first.");
            }
            if (rows.begin(userId, before, secret)) {
                return;
            }
        }
        throw CodeCheck.busy();
    }

    private static Response answer(String secret, String issuer, String account) {
        JsonWriter json = new JsonWriter(512)
                .beginObject()
                .name("secret")
                .value(secret)
                .name("url")
                .value(KeyUri.of(issuer, account, secret))
                .name("issuer")
                .value(issuer)
                .name("account")
                .value(account);
        return Response.json(200, json.endObject().toBytes());
    }
}
