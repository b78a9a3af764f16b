// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty.codec;

import io.lynchet.api.ErrorCode;
import io.lynchet.transport.core.limit.RequestRules;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/** The check whether a request that Netty has read may reach the router, and its target. */
public final class RequestCheck {
    private RequestCheck() {}

    /** Returns the error of the request, or null when there is none. */
    public static RequestRules.Mistake mistake(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return request.decoderResult().cause() instanceof TooLongFrameException
                    ? new RequestRules.Mistake(ErrorCode.HEADERS_TOO_LARGE, ErrorCode.HEADERS_TOO_LARGE.meaning())
                    : RequestRules.Mistake.badRequest(ErrorCode.BAD_REQUEST.meaning());
        }
        HttpVersion version = request.protocolVersion();
        boolean http11 = version.equals(HttpVersion.HTTP_1_1);
        if (!http11 && !version.equals(HttpVersion.HTTP_1_0)) {
            return RequestRules.Mistake.badRequest(
                    "The only versions of HTTP that this server supports are 1.1 and 1.0.");
        }
        RequestRules.Mistake mistake = RequestRules.ofTarget(request.uri());
        if (mistake == null && target(request) == null) {
            mistake = RequestRules.Mistake.badRequest("The target is not a path.");
        }
        if (mistake == null) {
            mistake = RequestRules.ofHosts(request.headers().getAll(HttpHeaderNames.HOST), authority(request), http11);
        }
        return mistake == null
                ? RequestRules.ofCodings(request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING), http11)
                : mistake;
    }

    /** Returns the authority of a target in absolute form; null for a path. */
    private static String authority(HttpRequest request) {
        String uri = request.uri();
        if (uri.startsWith("/")) {
            return null;
        }
        int from = uri.indexOf("://") + 3;
        int to = from;
        while (to < uri.length() && uri.charAt(to) != '/' && uri.charAt(to) != '?') {
            to++;
        }
        return uri.substring(from, to);
    }

    /** Returns path and query, also of a target in absolute form (RFC 9112 section 3.2.2); null if there is none. */
    public static String target(HttpRequest request) {
        String uri = request.uri();
        if (uri.startsWith("/")) {
            return uri;
        }
        int authority = uri.indexOf("://");
        if (authority < 0 || request.method().equals(HttpMethod.CONNECT)) {
            return null;
        }
        int slash = uri.indexOf('/', authority + 3);
        int question = uri.indexOf('?', authority + 3);
        if (slash < 0 || question >= 0 && question < slash) {
            return question < 0 ? "/" : "/" + uri.substring(question);
        }
        return uri.substring(slash);
    }

    /** Returns whether the request asks for a WebSocket, in whatever version. */
    public static boolean asksForWebSocket(HttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
                && request.headers().getInt(HttpHeaderNames.CONTENT_LENGTH, 0) == 0
                && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }
}
