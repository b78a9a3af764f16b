// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import io.lynchet.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The error responses for connections on which no request was read, so that the library has none to respond to. */
public final class RawErrorResponse {
    /** For a head that came too slowly. */
    private static final byte[] LATE = of(ErrorCode.REQUEST_TIMEOUT, "Request Timeout", "");

    /** For one connection too many. */
    private static final byte[] CROWDED = of(ErrorCode.RATE_LIMITED, "Too Many Requests", "Retry-After: 1\r\n");

    private RawErrorResponse() {}

    private static byte[] of(ErrorCode code, String phrase, String more) {
        String message = code == ErrorCode.RATE_LIMITED
                ? "Too many connections come from this address (connectionsPerAddressMax)."
                : code.meaning();
        byte[] body = ErrorEnvelope.of(code, message);
        byte[] head = ("HTTP/1.1 " + code.status() + " " + phrase
                        + "\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n"
                        + "X-Content-Type-Options: nosniff\r\n" + more + "Connection: close\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    /** Tells the client that its head came too slowly, as far as the system accepts the bytes at once. */
    public static void late(SocketChannel connection) throws IOException {
        connection.write(ByteBuffer.wrap(LATE));
    }

    public static void crowded(SocketChannel connection) throws IOException {
        connection.write(ByteBuffer.wrap(CROWDED));
    }
}
