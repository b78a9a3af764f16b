// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

import java.security.SecureRandom;

/**
 * SipHash-1-3 with a key that each process draws anew, so that clients can't choose names that collide.
 *
 * @see <a href="https://www.aumasson.jp/siphash/siphash.pdf">J.-P. Aumasson, D. J. Bernstein: SipHash, a fast
 *     short-input PRF</a>
 */
public final class KeyedHash {
    private static final int FINAL_ROUNDS = 3;
    private static final int CHARS_A_WORD = 4;

    private final long key0;
    private final long key1;

    public KeyedHash() {
        SecureRandom random = new SecureRandom();
        key0 = random.nextLong();
        key1 = random.nextLong();
    }

    KeyedHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** Returns the hash of a number and a text together. */
    public long of(long number, String text) {
        long v0 = 0x736f6d6570736575L ^ key0;
        long v1 = 0x646f72616e646f6dL ^ key1;
        long v2 = 0x6c7967656e657261L ^ key0;
        long v3 = 0x7465646279746573L ^ key1;
        // The number, the text, and its length in place of SipHash's number of bytes.
        int words = 2 + (text.length() + CHARS_A_WORD - 1) / CHARS_A_WORD;
        for (int i = 0; i < words + FINAL_ROUNDS; i++) {
            long word = i == 0 ? number : i < words - 1 ? word(text, i - 1) : i == words - 1 ? text.length() : 0;
            v2 ^= i == words ? 0xFF : 0;
            v3 ^= word;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long word(String text, int index) {
        int from = index * CHARS_A_WORD;
        int to = Math.min(from + CHARS_A_WORD, text.length());
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << Character.SIZE | text.charAt(i);
        }
        return word;
    }
}
