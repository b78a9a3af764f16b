// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.ErrorCode;
import io.lynchet.transport.core.connection.ErrorEnvelope;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The errors that the transport itself reports, in the same envelope as all others. */
final class ErrorResponse {
    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField NOT_STORED = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField NOT_SNIFFED = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

    private ErrorResponse() {}

    /**
     * Sends the error as the whole response.
     *
     * @param message printable ASCII
     * @param retryAfterSeconds below 0 for none
     */
    static void send(Response response, Callback callback, ErrorCode code, String message, int retryAfterSeconds) {
        byte[] body = ErrorEnvelope.of(code, message);
        response.setStatus(code.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(JSON);
        headers.put(NOT_STORED);
        headers.put(NOT_SNIFFED);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        if (retryAfterSeconds >= 0) {
            headers.put(HttpHeader.RETRY_AFTER, retryAfterSeconds);
        }
        // As for every response: an unread body must not be taken for the next request.
        if (!response.getRequest().consumeAvailable()) {
            headers.put(HttpFields.CONNECTION_CLOSE);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
