// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import java.util.Locale;
import java.util.Set;

/**
 * The origins of web pages that may use the API. Browsers send the page's origin; other clients don't, and are not
 * affected.
 *
 * <p>A foreign page can't read responses, since it gets no CORS headers. Its state-changing requests are refused before
 * anything happens, because a browser sends simple ones without a preflight.
 *
 * <p>Pages of the named origins may send cookies and read the responses. When every page may use the API, which is for
 * development, only the named ones may do so with cookies. Otherwise any page that is open on the developer's machine,
 * and any program that serves one there, could use the developer's session.
 */
public final class Origins {
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
    public Origins(Set<String> allowed, boolean any) {
        this.allowed = Set.copyOf(allowed);
        this.any = any;
    }

    /**
     * Fails with {@code CSRF_REJECTED} for a state-changing request of a foreign page, and for its WebSocket, which
     * browsers open without a preflight.
     */
    public void check(RequestContext requestContext) {
        Inbound inbound = requestContext.inbound();
        String origin = requestContext.origin();
        boolean foreign =
                origin == null ? "cross-site".equals(inbound.header("Sec-Fetch-Site")) : isForeign(origin, inbound);
        if (!foreign || !(changesState(inbound.method()) || Subprotocols.isWebSocket(inbound))) {
            return;
        }
        if (!any) {
            throw new LynchetException(ErrorCode.CSRF_REJECTED, "Pages of another origin may not send this request.");
        }
        // Cookies are ignored when the page knows a token.
        boolean token = inbound.header("Authorization") != null || Subprotocols.bearerToken(inbound) != null;
        if (inbound.header("Cookie") != null && !token) {
            throw new LynchetException(
                    ErrorCode.CSRF_REJECTED,
                    "Pages of another origin may not send cookies, even in development, unless allowedOrigins of"
                            + " io.lynchet.http names the origin.");
        }
    }

    private static boolean changesState(String method) {
        return !method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS");
    }

    private boolean isForeign(String origin, Inbound inbound) {
        return !allowed.contains(origin) && !isOwn(origin, inbound);
    }

    // The scheme is not compared: behind a proxy that ends TLS the page has https and this server sees http.
    private static boolean isOwn(String origin, Inbound inbound) {
        String host = inbound.header("Host");
        int slashes = origin.indexOf("://");
        return host != null
                && slashes > 0
                && isAscii(origin)
                && origin.substring(slashes + 3).equalsIgnoreCase(host);
    }

    // Browsers send nothing else, and a header that repeats it can't have anything else.
    private static boolean isAscii(String origin) {
        return origin.chars().allMatch(c -> c < 128);
    }

    /**
     * Adds the headers that let the page read the response, if it may. Responses of {@link #preflight} lack only
     * {@code Vary}.
     */
    public void mark(Response response, RequestContext requestContext) {
        String origin = requestContext.origin();
        if (origin == null) {
            return;
        }
        if (!isPreflight(requestContext) && (any || allowed.contains(origin))) {
            allow(response, origin).with(EXPOSED);
        }
        response.with(VARY);
    }

    /** Allows the origin. Browsers refuse credentials together with an asterisk, and so does this method. */
    private Response allow(Response response, String origin) {
        boolean named = allowed.contains(origin);
        response.with("Access-Control-Allow-Origin", any && !named ? "*" : origin);
        return named ? response.with(CREDENTIALS) : response;
    }

    public boolean isPreflight(RequestContext requestContext) {
        return requestContext.origin() != null
                && requestContext.inbound().method().equals("OPTIONS")
                && requestContext.inbound().header("Access-Control-Request-Method") != null;
    }

    /** Returns the response to a browser's preflight. */
    public Response preflight(RequestContext requestContext) {
        String origin = requestContext.origin();
        if (!any && isForeign(origin, requestContext.inbound())) {
            throw new LynchetException(
                    ErrorCode.CSRF_REJECTED,
                    "Pages of this origin may not use this server;"
                            + " allowedOrigins of io.lynchet.http names those that may.");
        }
        return allow(Response.empty(204), origin).with(METHODS).with(HEADERS).with(MAX_AGE);
    }

    /**
     * Returns whether a text is an origin as browsers send it: scheme, host and perhaps a port, in lower case, without
     * a path.
     */
    public static boolean isOrigin(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT)) && text.matches("https?://[^/?#\\s@]+");
    }
}
