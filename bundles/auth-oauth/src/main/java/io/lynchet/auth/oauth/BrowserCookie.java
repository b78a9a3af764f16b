// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import java.util.regex.Pattern;

/**
 * The cookie that binds a sign-in to the browser that has begun it: who makes somebody open a callback of their own sign-in has no cookie in
 * that browser. One for each sign-in, so that two tabs don't disturb each other.
 */
final class BrowserCookie {
    private static final int HEADER_CHARS_MAX = 32 * 1024;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{" + Secrets.CHARS + "}");

    private BrowserCookie() {}

    static Response.Header set(Handshake handshake, Request request) {
        return header(handshake.state(), handshake.browserSecret(), PendingSignIns.LIFE.toSeconds(), request.secure());
    }

    static Response.Header clear(String state, Request request) {
        return header(state, "", 0, request.secure());
    }

    /** The secret for this state, or null; also when there are two, of which one must be somebody else's. */
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
                + Secrets.hash(state).substring(0, 16);
    }

    private static Response.Header header(String state, String value, long seconds, boolean secure) {
        return new Response.Header(
                "Set-Cookie",
                name(state, secure) + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                        + (secure ? "; Secure" : ""));
    }
}
