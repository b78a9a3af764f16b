// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.http.Request;

/** The token in a request, for the two routes that must know it although it is not valid any more. */
final class RequestToken {
    private static final String SCHEME = "Bearer ";

    private RequestToken() {}

    /** From the Authorization header, else from the cookie, else null. */
    static String of(Request request, String app) {
        String authorization = request.header("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return authorization.substring(SCHEME.length()).trim();
        }
        String cookies = request.header("Cookie");
        return cookies == null ? null : SessionCookie.token(cookies, app);
    }
}
