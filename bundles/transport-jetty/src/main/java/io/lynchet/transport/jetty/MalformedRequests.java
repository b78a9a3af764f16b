// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.ErrorCode;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The responses to requests that never reach the router because Jetty found them malformed, and to those that failed on
 * the way back.
 */
final class MalformedRequests implements Request.Handler {
    private static final Logger log = LoggerFactory.getLogger(MalformedRequests.class);

    // Jetty's reasons are short phrases such as "Ambiguous URI empty segment"; anything else might quote the input.
    private static final Pattern PHRASE = Pattern.compile("[A-Za-z0-9 ._-]{1,80}");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable cause = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        int status = cause instanceof HttpException known ? known.getCode() : response.getStatus();
        String reason = cause instanceof HttpException known ? known.getReason() : null;
        ErrorCode code = codeOf(status);
        if (code == ErrorCode.INTERNAL) {
            log.error(
                    "Jetty could not respond to {} {}",
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    cause);
        }
        String message = code.meaning();
        if (code != ErrorCode.INTERNAL
                && reason != null
                && PHRASE.matcher(reason).matches()) {
            message = message.substring(0, message.length() - 1) + ": " + reason + ".";
        }
        // Jetty closes the connection afterwards, and the client should know.
        response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        ErrorResponse.send(response, callback, code, message, -1);
        return true;
    }

    private static ErrorCode codeOf(int status) {
        return switch (status) {
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 414, 431 -> ErrorCode.HEADERS_TOO_LARGE;
            case 404 -> ErrorCode.NOT_FOUND;
            default -> status >= 500 && status != 501 && status != 505 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
        };
    }
}
