// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a write so that a repetition is recognised, also after a crash. Remembered for 7 days at least.
 *
 * @param clientId whoever made the operation id, at most 200 characters; a caller's id is bound to the caller
 * @param operationId at most 200 characters
 * @param request digest of what is asked for, 1 to 64 characters of ASCII: the same name with another digest is {@code IDEMPOTENCY_KEY_REUSED}, since the first
 *     answer would be a lie. {@link #of} makes one.
 */
public record Idempotency(String clientId, String operationId, String request) {
    /** With the SHA-256 of the parts as its digest; parts that are cut in another way are others. */
    public static Idempotency of(String clientId, String operationId, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                digest.update(part);
            }
            return new Idempotency(clientId, operationId, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A part of a digest. */
    public static byte[] part(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
