// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.code;

/** RFC 4648 base 32 without padding, which authenticator apps accept for secrets and people can type. */
public final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CHAR_BITS = 5;

    private Base32() {}

    public static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + CHAR_BITS - 1) / CHAR_BITS);
        int buffer = 0;
        int bits = 0;
        for (byte next : bytes) {
            buffer = (buffer << 8 | next & 0xff) & 0xfff;
            bits += 8;
            while (bits >= CHAR_BITS) {
                bits -= CHAR_BITS;
                text.append(ALPHABET.charAt(buffer >> bits & 0x1f));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt(buffer << CHAR_BITS - bits & 0x1f));
        }
        return text.toString();
    }
}
