// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An idempotent operation: its key, and a digest of its request. A repeated write is recognised by it, also after a
 * crash. The store remembers the result for at least 7 days.
 *
 * @param request a digest of the request, at most {@link #REQUEST_CHARS_MAX} characters of ASCII. The same key with
 *     another digest fails with {@code IDEMPOTENCY_KEY_REUSED}, since the first result would be wrong. {@link #of}
 *     makes a digest. Empty when unknown, and then a store does not compare it; the data service takes no such
 *     operation
 */
public record Operation(OperationKey key, String request) {
    public static final int REQUEST_CHARS_MAX = 64;

    public Operation {
        if (request.length() > REQUEST_CHARS_MAX) {
            throw new IllegalArgumentException("a digest of " + request.length() + " characters");
        }
    }

    /**
     * Creates an operation with the SHA-256 of the parts as its digest. The bounds between parts count: the same bytes
     * in other parts give another digest.
     */
    public static Operation of(OperationKey key, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                digest.update(part);
            }
            return new Operation(key, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the UTF-8 bytes of a text, as a part of a digest. */
    public static byte[] part(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
