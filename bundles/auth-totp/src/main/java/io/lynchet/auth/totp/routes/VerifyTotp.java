// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.totp.code.RecoveryCodes;
import io.lynchet.auth.totp.code.TotpCodeBody;
import io.lynchet.auth.totp.verify.CodeConfirmation;
import io.lynchet.auth.totp.verify.SignInCompletion;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /api/auth/totp/verify}: takes a code. For a waiting sign-in, the code makes its session a full one. For a
 * signed-in user, the first code confirms the app.
 *
 * <p>The one token of the request alone decides which of the two it is. Two services look at it that never both accept
 * it: the session service for waiting sessions, otherwise the authenticator, exactly as on all other routes. The router
 * checks no credentials here because the authenticator refuses waiting sessions.
 */
final class VerifyTotp implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/totp/verify",
                    "Checks a code of the authenticator app: completes a sign-in, or confirms the app.")
            .unchecked()
            .failing(ErrorCode.UNAUTHENTICATED, ErrorCode.SESSION_EXPIRED, ErrorCode.INVALID_CODE)
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .schemas(
                    SchemaText.object(
                            "code",
                            "code",
                            "{\"type\":\"string\",\"maxLength\":64}",
                            "trust_device",
                            "{\"type\":\"boolean\",\"description\":\"Accepted but ignored: each sign-in needs its"
                                    + " code.\"}"),
                    SchemaText.object(
                            "verified,enrolled,trust_device",
                            "verified",
                            "{\"const\":true}",
                            "enrolled",
                            "{\"type\":\"boolean\",\"description\":\"Whether this code has confirmed the app.\"}",
                            "trust_device",
                            "{\"const\":false}",
                            "backup_codes",
                            SchemaText.array("{\"type\":\"string\"}", RecoveryCodes.CODES),
                            "token",
                            "{\"type\":\"string\",\"description\":\"Token of the full session, when a sign-in was"
                                    + " completed.\"}",
                            "user_id",
                            "{\"type\":\"string\"}",
                            "expires_at",
                            "{\"type\":\"integer\"}"));

    private final TotpServices services;
    private final SignInCompletion completion;
    private final CodeConfirmation confirmation;

    VerifyTotp(TotpServices services, SignInCompletion completion, CodeConfirmation confirmation) {
        this.services = services;
        this.completion = completion;
        this.confirmation = confirmation;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        // Refuses what the router would have refused, before the token is used.
        AuthenticatedRequest.credentials(request);
        Optional<Session> waiting = services.sessions().call(sessions -> sessions.awaiting(request));
        if (waiting.isPresent()) {
            SignedIn full = completion.complete(waiting.get(), code(request), request);
            String shown = answer(List.of(), false).toString();
            String members = shown.substring(1, shown.length() - 1);
            return services.sessions().call(sessions -> sessions.answer(200, full, members, request));
        }
        Request recognised = AuthenticatedRequest.of(request, services.authenticator());
        String userId = TotpServices.person(recognised);
        List<String> recovery = confirmation.confirm(userId, code(recognised), recognised);
        return Response.json(200, answer(recovery, !recovery.isEmpty()).toBytes());
    }

    private static String code(Request request) {
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("code", "trust_device"));
        body.optionalBoolean("trust_device");
        return TotpCodeBody.code(body);
    }

    private static JsonWriter answer(List<String> recovery, boolean enrolled) {
        JsonWriter json = new JsonWriter(256)
                .beginObject()
                .name("verified")
                .value(true)
                .name("enrolled")
                .value(enrolled)
                .name("trust_device")
                .value(false);
        if (enrolled) {
            RecoveryCodes.write(json, recovery);
        }
        return json.endObject();
    }
}
