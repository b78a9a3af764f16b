// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.auth.oauth.provider.AuthorizationRequest;
import io.lynchet.auth.oauth.provider.OAuthSecrets;
import java.util.regex.Pattern;

/**
 * The cookie that binds a sign-in to the browser that began it. An attacker who makes a victim open a callback of the
 * attacker's sign-in has no cookie in that browser. Each sign-in has its own, so that two tabs do not disturb each
 * other.
 */
final class SignInCookie {
    private static final int HEADER_CHARS_MAX = 32 * 1024;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{" + OAuthSecrets.CHARS + "}");

    private SignInCookie() {}

    static Response.Header set(AuthorizationRequest handshake, Request request) {
        return header(handshake.state(), handshake.browserSecret(), PendingSignIns.LIFE.toSeconds(), request.secure());
    }

    static Response.Header clear(String state, Request request) {
        return header(state, "", 0, request.secure());
    }

    /** Returns the secret for this state, or null. Null also for two cookies, of which one must be forged. */
    static String read(String state, Request request) {
        String cookies = request.header("Cookie");
        if (cookies == null || cookies.length() > HEADER_CHARS_MAX) {
            return null;
        }
        String start = name(state, request.secure()) + "=";
        String found = null;
        for (String cookie : cookies.split(";")) {
            String trimmed = cookie.strip();
            if (trimmed.startsWith(start)) {
                if (found != null) {
                    return null;
                }
                found = trimmed.substring(start.length());
            }
        }
        return found != null && SECRET.matcher(found).matches() ? found : null;
    }

    // The prefix makes browsers refuse such a cookie from other hosts of the same domain.
    private static String name(String state, boolean secure) {
        return (secure ? "__Host-" : "") + "lynchet_oauth_"
                + OAuthSecrets.hash(state).substring(0, 16);
    }

    private static Response.Header header(String state, String value, long seconds, boolean secure) {
        return new Response.Header(
                "Set-Cookie",
                name(state, secure) + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                        + (secure ? "; Secure" : ""));
    }
}
