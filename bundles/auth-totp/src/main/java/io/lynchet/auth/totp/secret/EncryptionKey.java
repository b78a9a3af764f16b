// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A key of 256 bits. Its id is part of its digest, so that operators need not name keys. */
public final class EncryptionKey {
    public static final int BYTES = 32;

    private static final int ID_BYTES = 4;

    private final byte[] bytes;
    private final String id;

    public EncryptionKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes");
        }
        this.bytes = bytes.clone();
        this.id = HexFormat.of().formatHex(digest(bytes), 0, ID_BYTES);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public String id() {
        return id;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "key " + id;
    }
}
