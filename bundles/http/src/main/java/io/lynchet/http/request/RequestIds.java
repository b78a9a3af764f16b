// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids of requests: the client's own, or 16 hexadecimal digits that are unique in this process and unlikely to
 * repeat in another one.
 */
public final class RequestIds {
    private static final int CHARS_MAX = 100;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final AtomicLong next = new AtomicLong(new SecureRandom().nextLong());

    /** Returns the client's id when it is safe to log and to send back, else a new one. */
    public String of(String given) {
        return given != null && isSafe(given) ? given : make();
    }

    private String make() {
        // An odd step visits every number before it comes back to the first.
        long value = next.getAndAdd(STEP);
        byte[] text = new byte[16];
        for (int i = 15; i >= 0; i--) {
            int digit = (int) value & 15;
            text[i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
            value >>>= 4;
        }
        return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static boolean isSafe(String id) {
        if (id.isEmpty() || id.length() > CHARS_MAX) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean safe = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-_.:/+=".indexOf(c) >= 0;
            if (!safe) {
                return false;
            }
        }
        return true;
    }
}
