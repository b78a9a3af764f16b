// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The bytes of one part. Takes no more room than they need: most objects are small. */
final class PartBuffer {
    private static final int FIRST_BYTES = 64 * 1024;

    private final int max;
    private byte[] bytes = new byte[0];
    private int size;

    PartBuffer(int max) {
        this.max = max;
    }

    boolean isFull() {
        return size == max;
    }

    int size() {
        return size;
    }

    /** Takes as many as there is room for, and returns how many. */
    int take(byte[] from, int offset, int length) {
        int taken = Math.min(length, max - size);
        if (size + taken > bytes.length) {
            long wanted = Math.max(Math.max(FIRST_BYTES, size + taken), 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(max, wanted));
        }
        System.arraycopy(from, offset, bytes, size, taken);
        size += taken;
        return taken;
    }

    /** From the first byte on, as often as a request is tried. */
    InputStream open() {
        return new ByteArrayInputStream(bytes, 0, size);
    }

    /** As the header wants it; against what breaks on the way, not against anybody. */
    String md5() {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, 0, size);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void clear() {
        size = 0;
    }

    void release() {
        size = 0;
        bytes = new byte[0];
    }
}
