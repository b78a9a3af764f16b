// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** The text of a close frame (RFC 6455 section 5.5). */
public final class CloseReason {
    static final int BYTES_MAX = 123;

    private CloseReason() {}

    /** Returns the longest beginning that fits, empty for null. Never cuts a character. */
    public static String fitting(String reason) {
        if (reason == null) {
            return "";
        }
        ByteBuffer room = ByteBuffer.allocate(BYTES_MAX);
        CharBuffer text = CharBuffer.wrap(reason);
        // Stops at the first character that does not fit, and at invalid ones.
        StandardCharsets.UTF_8.newEncoder().encode(text, room, true);
        return reason.substring(0, text.position());
    }
}
