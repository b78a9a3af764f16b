// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.session;

import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import java.time.Duration;

/**
 * The session cookie of browsers: not for scripts, not sent with requests that other sites begin, and outside
 * development over TLS only.
 */
public final class SessionCookie {
    private final boolean dev;

    public SessionCookie(boolean dev) {
        this.dev = dev;
    }

    static String name(String app) {
        return app.replaceAll("[^A-Za-z0-9_-]", "_") + "_session";
    }

    /** Returns the cookie's value in a Cookie header, or null when it is missing. */
    public static String token(String cookies, String app) {
        String name = name(app);
        for (String cookie : cookies.split(";")) {
            int equals = cookie.indexOf('=');
            if (equals > 0 && cookie.substring(0, equals).strip().equals(name)) {
                return cookie.substring(equals + 1).strip();
            }
        }
        return null;
    }

    Response.Header keeping(String app, String token, Duration life, Request request) {
        return header(app, token, life.toSeconds(), request);
    }

    Response.Header dropping(String app, Request request) {
        return header(app, "", 0, request);
    }

    private Response.Header header(String app, String value, long seconds, Request request) {
        boolean secure = !dev || request.secure();
        return new Response.Header(
                "Set-Cookie",
                name(app) + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                        + (secure ? "; Secure" : ""));
    }
}
