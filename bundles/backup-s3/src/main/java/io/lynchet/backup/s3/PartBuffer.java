// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The bytes of one part. It takes no more memory than they need: most objects are small. */
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

    /** Takes as many bytes as it has room for, and returns their number. */
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

    /** Returns the bytes from the first one on, for each attempt of a request. */
    InputStream open() {
        return new ByteArrayInputStream(bytes, 0, size);
    }

    /** Returns the value of the header. It detects damage on the way, not attacks. */
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
