// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.auth.session.RequestToken;
import io.lynchet.auth.session.SessionTable;

/**
 * The route that exchanges a session's token for a new one; the old one is invalid at once for all other requests.
 *
 * <p>It reads the token itself, since it must recognise an exchanged one, not only refuse it. For five seconds an
 * exchanged token gets the same successor again, since two tabs of a browser may exchange it at the same time. After
 * that the token is in two hands, and all sessions of that sign-in end.
 */
public final class RefreshSession implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/refresh", "Exchanges the token of a session for a new one.")
            .unchecked()
            .failing(ErrorCode.SESSION_EXPIRED, ErrorCode.SECOND_FACTOR_REQUIRED)
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .schemas(null, Sessions.ANSWER);

    private final AuthServices services;

    public RefreshSession(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String token = RequestToken.of(request, services.sessions().app());
        if (token == null || !token.startsWith(SessionTable.TOKEN_PREFIX)) {
            throw new LynchetException(
                    ErrorCode.SESSION_EXPIRED, "The request has no session to renew; sign in first.");
        }
        SignedIn renewed = services.sessions().renew(token, request);
        return services.sessions().answer(200, renewed, "", request);
    }
}
