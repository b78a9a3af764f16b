// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import java.util.Locale;
import java.util.Set;

/**
 * Which web pages may use the API. Browsers name the page's origin; other clients don't, and are not concerned.
 *
 * <p>A foreign page may not read answers (it gets no CORS headers), and its state-changing requests are refused before anything happens,
 * because a browser sends simple ones without asking.
 *
 * <p>Pages of the named origins may send cookies and read what comes back. When every page may use the API, which is for development, none
 * but those may do so with cookies: otherwise any page that is open on the developer's machine, and any program that serves one there, could
 * act with the developer's session.
 */
final class Origins {
    private static final Response.Header CREDENTIALS = new Response.Header("Access-Control-Allow-Credentials", "true");
    private static final Response.Header VARY = new Response.Header("Vary", "Origin");
    private static final Response.Header EXPOSED = new Response.Header(
            "Access-Control-Expose-Headers",
            "ETag, Retry-After, X-Has-More, X-Next-Cursor, X-Pylon-Change-Seq, X-Request-Id, Idempotency-Replayed");
    private static final Response.Header METHODS =
            new Response.Header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
    private static final Response.Header HEADERS = new Response.Header(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id");
    private static final Response.Header MAX_AGE = new Response.Header("Access-Control-Max-Age", "600");

    private final Set<String> allowed;
    private final boolean any;

    /** @param any whether every page may, for development */
    Origins(Set<String> allowed, boolean any) {
        this.allowed = Set.copyOf(allowed);
        this.any = any;
    }

    /** {@code CSRF_REJECTED} for a state-changing request of a foreign page, and for its WebSocket, which browsers open without asking. */
    void check(Arrival arrival) {
        Inbound inbound = arrival.inbound();
        String origin = arrival.origin();
        boolean foreign =
                origin == null ? "cross-site".equals(inbound.header("Sec-Fetch-Site")) : isForeign(origin, inbound);
        if (!foreign || !(changesState(inbound.method()) || Subprotocols.isWebSocket(inbound))) {
            return;
        }
        if (!any) {
            throw new LynchetException(ErrorCode.CSRF_REJECTED, "Pages of another origin may not send this request.");
        }
        // Cookies are not looked at when the page knows a token.
        boolean token = inbound.header("Authorization") != null || Subprotocols.bearerToken(inbound) != null;
        if (inbound.header("Cookie") != null && !token) {
            throw new LynchetException(
                    ErrorCode.CSRF_REJECTED,
                    "Pages of another origin may not send cookies, also not in development, unless the origin is named.");
        }
    }

    private static boolean changesState(String method) {
        return !method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS");
    }

    private boolean isForeign(String origin, Inbound inbound) {
        return !allowed.contains(origin) && !isOwn(origin, inbound);
    }

    // The scheme is left out of the comparison: behind a proxy that ends TLS the page says https and this server sees
    // http.
    private static boolean isOwn(String origin, Inbound inbound) {
        String host = inbound.header("Host");
        int slashes = origin.indexOf("://");
        return host != null && slashes > 0 && origin.substring(slashes + 3).equalsIgnoreCase(host);
    }

    /** Adds what lets the page read the answer, if it may. What {@link #preflight} has answered is complete but for {@code Vary}. */
    void mark(Response response, Arrival arrival) {
        String origin = arrival.origin();
        if (origin == null) {
            return;
        }
        if (!isPreflight(arrival) && (any || allowed.contains(origin))) {
            allow(response, origin).with(EXPOSED);
        }
        response.with(VARY);
    }

    /** Browsers refuse credentials together with an asterisk, and so do we. */
    private Response allow(Response response, String origin) {
        boolean named = allowed.contains(origin);
        response.with("Access-Control-Allow-Origin", any && !named ? "*" : origin);
        return named ? response.with(CREDENTIALS) : response;
    }

    boolean isPreflight(Arrival arrival) {
        return arrival.origin() != null
                && arrival.inbound().method().equals("OPTIONS")
                && arrival.inbound().header("Access-Control-Request-Method") != null;
    }

    /** The answer to a browser that asks whether it may. */
    Response preflight(Arrival arrival) {
        String origin = arrival.origin();
        if (!any && isForeign(origin, arrival.inbound())) {
            throw new LynchetException(ErrorCode.CSRF_REJECTED, "Pages of this origin may not use this server.");
        }
        return allow(Response.empty(204), origin).with(METHODS).with(HEADERS).with(MAX_AGE);
    }

    /** Whether a text is an origin as browsers send it: scheme, host and perhaps a port, in lower case, nothing behind. */
    static boolean isOrigin(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT)) && text.matches("https?://[^/?#\\s@]+");
    }
}
