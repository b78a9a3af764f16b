// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.channel;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Response.Header;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The handshake of a WebSocket, as in RFC 6455 section 4.2.2. */
public final class WebSocketHandshake {
    private static final String VERSION = "13";
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private WebSocketHandshake() {}

    /**
     * The refusal of a handshake.
     *
     * @param message for the client, and the reason that the channel's handler receives
     * @param headers tell the client what is wanted
     */
    public record Refusal(ErrorCode code, String message, List<Header> headers) {}

    /**
     * Returns null when the handshake can be accepted.
     *
     * @param asked whether the request asks for a WebSocket, in whatever version
     * @param version the version as sent, or null
     * @param key the key as sent, or null
     */
    public static Refusal refusal(boolean asked, String version, String key) {
        if (!asked) {
            return new Refusal(
                    ErrorCode.UPGRADE_REQUIRED,
                    "This path speaks WebSocket.",
                    List.of(new Header("Upgrade", "websocket")));
        }
        if (!VERSION.equals(version)) {
            return new Refusal(
                    ErrorCode.UPGRADE_REQUIRED,
                    "The only version of WebSocket that this server supports is 13.",
                    List.of(new Header("Sec-WebSocket-Version", VERSION)));
        }
        return isValid(key)
                ? null
                : new Refusal(ErrorCode.BAD_REQUEST, "Sec-WebSocket-Key must be 16 bytes in Base64.", List.of());
    }

    private static boolean isValid(String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns the server's response to the key. */
    public static String acceptFor(String key) {
        try {
            byte[] both = (key + ACCEPT_SUFFIX).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }
}
