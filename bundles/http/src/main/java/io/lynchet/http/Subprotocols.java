// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Tokens in the list of subprotocols of a WebSocket, as {@code bearer.} and the percent-encoded token: browsers let a page set no other header
 * there.
 */
final class Subprotocols {
    private static final String PREFIX = "bearer.";

    private Subprotocols() {}

    /** Whether a request asks for a WebSocket. Transports must not take one for such a request that does not look so here. */
    static boolean isWebSocket(Inbound inbound) {
        return "websocket".equalsIgnoreCase(inbound.header("Upgrade"));
    }

    /** The token, or null when the request brings none. */
    static String bearerToken(Inbound inbound) {
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
            // Told below: a token that can't be read is a wrong token.
        }
        throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The bearer token of the subprotocol can't be read.");
    }
}
