// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.principal.Caller;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;

/**
 * The route that turns a guest's session into a user's, with all rows that the guest has made; in development only.
 * Elsewhere, a guest who signs in with the guest's token in the request gets the same.
 */
public final class UpgradeGuest implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/upgrade", "Turns a guest's session into a user's; in development only.")
            .tagged("auth")
            .schemas(
                    SchemaText.object("user_id", "user_id", MintSession.USER_ID),
                    SchemaText.object(
                            "upgraded,user_id", "upgraded", "{\"const\":true}", "user_id", MintSession.USER_ID));

    private final AuthServices services;

    public UpgradeGuest(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = MintSession.userId(request);
        String guestId = AuthServices.signedIn(request);
        if (!services.dev()) {
            throw new LynchetException(
                    ErrorCode.FORBIDDEN, "Sign in with the guest's token instead; the account then gets its rows.");
        }
        if (!request.principal().guest() || request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(ErrorCode.FORBIDDEN, "Only a guest can be upgraded.");
        }
        services.guests().upgrade(request.caller().credentialId(), guestId, userId);
        services.audit().record("guest_upgraded", userId, request, guestId);
        byte[] body = new JsonWriter(128)
                .beginObject()
                .name("upgraded")
                .value(true)
                .name("user_id")
                .value(userId)
                .endObject()
                .toBytes();
        return Response.json(200, body);
    }
}
