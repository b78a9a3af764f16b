// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The tokens in a WebSocket's list of subprotocols, as {@code bearer.} and the percent-encoded token: browsers let a
 * page set no other header there.
 */
public final class Subprotocols {
    private static final String PREFIX = "bearer.";

    private Subprotocols() {}

    /**
     * Returns whether a request asks for a WebSocket. Transports must not open one for a request that does not look so
     * here.
     */
    static boolean isWebSocket(Inbound inbound) {
        return "websocket".equalsIgnoreCase(inbound.header("Upgrade"));
    }

    /** Returns the token, or null when the request has none. */
    public static String bearerToken(Inbound inbound) {
        if (!isWebSocket(inbound)) {
            return null;
        }
        for (String line : inbound.headers("Sec-WebSocket-Protocol")) {
            for (String protocol : line.split(",")) {
                if (protocol.strip().startsWith(PREFIX)) {
                    return decoded(protocol.strip().substring(PREFIX.length()));
                }
            }
        }
        return null;
    }

    private static String decoded(String token) {
        try {
            // A plus sign is itself here, not a space.
            String text = URLDecoder.decode(token.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (!text.isBlank()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // Reported below: an unreadable token is an invalid token.
        }
        throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The bearer token of the subprotocol is malformed.");
    }
}
