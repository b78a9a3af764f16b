// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;

/**
 * Exchanges a session's token for a new one; the old one is dead at once for all other requests. It reads the token itself, since a token that has been
 * exchanged before must be recognised, not only refused: for five seconds it gets the same new one again, since two tabs of a browser may exchange it at
 * the same time; after that it is in two hands, and all sessions of that sign-in end.
 */
final class RefreshSession implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/refresh", "Exchanges the token of a session for a new one.")
            .unchecked()
            .failing(ErrorCode.SESSION_EXPIRED, ErrorCode.SECOND_FACTOR_REQUIRED)
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .schemas(null, Sessions.ANSWER);

    private final Parts parts;

    RefreshSession(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String token = RequestToken.of(request, parts.sessions().app());
        if (token == null || !token.startsWith(SessionTable.TOKEN_PREFIX)) {
            throw new LynchetException(ErrorCode.SESSION_EXPIRED, "There is no session to renew.");
        }
        SignedIn renewed = parts.sessions().renew(token, request);
        return parts.sessions().answer(200, renewed, "", request);
    }
}
