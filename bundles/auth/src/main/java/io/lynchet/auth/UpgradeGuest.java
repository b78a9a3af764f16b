// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;

/**
 * Makes a guest's session the session of a user, with all that the guest has made. In development only: elsewhere a guest becomes somebody by
 * signing in with the guest's token at hand, which does the same.
 */
final class UpgradeGuest implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/upgrade",
                    "Makes a guest's session that of a user; in development only.")
            .tagged("auth")
            .schemas(
                    SchemaText.object("user_id", "user_id", MintSession.USER_ID),
                    SchemaText.object(
                            "upgraded,user_id", "upgraded", "{\"const\":true}", "user_id", MintSession.USER_ID));

    private final Parts parts;

    UpgradeGuest(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String userId = MintSession.userId(request);
        String guestId = Parts.signedIn(request);
        if (!parts.dev()) {
            throw new LynchetException(
                    ErrorCode.FORBIDDEN, "Sign in with the guest's token instead; its rows come along.");
        }
        if (!request.principal().guest() || request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(ErrorCode.FORBIDDEN, "Only a guest can be upgraded.");
        }
        parts.guests().upgrade(request.caller().credentialId(), guestId, userId);
        parts.audit().record("guest_upgraded", userId, request, guestId);
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
