// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.ErrorCode;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;

/** Whether what Netty has read is a request that may reach the router, and what it asks for. */
final class RequestCheck {
    private RequestCheck() {}

    /** What is wrong with a request, in words for its client. */
    record Mistake(ErrorCode code, String message) {
        static Mistake badRequest(String what) {
            return new Mistake(ErrorCode.BAD_REQUEST, what);
        }
    }

    static Optional<Mistake> mistake(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(
                    request.decoderResult().cause() instanceof TooLongFrameException
                            ? new Mistake(ErrorCode.HEADERS_TOO_LARGE, ErrorCode.HEADERS_TOO_LARGE.meaning())
                            : Mistake.badRequest(ErrorCode.BAD_REQUEST.meaning()));
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return Optional.of(Mistake.badRequest("The only versions of HTTP spoken here are 1.1 and 1.0."));
        }
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || hosts == 0 && version.equals(HttpVersion.HTTP_1_1)) {
            return Optional.of(Mistake.badRequest("A request has exactly one Host header."));
        }
        return target(request) == null
                ? Optional.of(Mistake.badRequest("The target is no path of printable ASCII characters."))
                : Optional.empty();
    }

    /** Path and query, also of a target in absolute form (RFC 9112 section 3.2.2); null if there is none. */
    static String target(HttpRequest request) {
        String uri = request.uri();
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                return null;
            }
        }
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

    /** Whether the request asks for a WebSocket, in whatever version. */
    static boolean asksForWebSocket(HttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
                && request.headers().getInt(HttpHeaderNames.CONTENT_LENGTH, 0) == 0
                && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }
}
