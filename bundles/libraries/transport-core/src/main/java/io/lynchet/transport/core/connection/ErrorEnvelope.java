// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import io.lynchet.api.ErrorCode;
import java.nio.charset.StandardCharsets;

/** The errors that transports report themselves, in the same envelope as all others. */
public final class ErrorEnvelope {
    private ErrorEnvelope() {}

    /** @param message printable ASCII; anything else in it is replaced */
    public static byte[] of(ErrorCode code, String message) {
        StringBuilder json = new StringBuilder(160);
        json.append("{\"error\":{\"code\":\"").append(code.name()).append("\",\"message\":");
        quote(json, message);
        if (code.hint() != null) {
            quote(json.append(",\"hint\":"), code.hint());
        }
        return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else {
                json.append(c < ' ' || c > '~' ? '?' : c);
            }
        }
        json.append('"');
    }
}
