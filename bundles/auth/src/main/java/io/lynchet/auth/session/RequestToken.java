// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.session;

import io.lynchet.api.http.Request;

/** The token of a request, for the two routes that must know it although it is no longer valid. */
public final class RequestToken {
    private static final String SCHEME = "Bearer ";

    private RequestToken() {}

    /** Returns the token of the Authorization header, else of the cookie, else null. */
    public static String of(Request request, String app) {
        String authorization = request.header("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return authorization.substring(SCHEME.length()).trim();
        }
        String cookies = request.header("Cookie");
        return cookies == null ? null : SessionCookie.token(cookies, app);
    }
}
