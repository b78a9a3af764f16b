// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The encoding of strings as JSON text in UTF-8, without the quotes. Half a surrogate pair becomes U+FFFD. */
public final class JsonString {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** For ASCII: 0 for plain characters, the letter behind the backslash, or 'u'. */
    private static final byte[] ESCAPES = escapes();

    private JsonString() {}

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, 32, (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        escapes['\b'] = 'b';
        escapes['\f'] = 'f';
        return escapes;
    }

    /** Returns whether the character is one byte that needs no escape. */
    public static boolean isPlain(char c) {
        return c < 128 && ESCAPES[c] == 0;
    }

    /**
     * Returns the number of bytes that {@link #write} needs for the characters from the index on. Throws
     * {@link ArithmeticException} beyond 2 GiB.
     */
    public static int bytes(String text, int from) {
        long bytes = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128) {
                bytes += ESCAPES[c] == 0 ? 1 : ESCAPES[c] == 'u' ? 6 : 2;
            } else {
                // A pair has four bytes. Three for each half are enough, and need no check of its neighbour.
                bytes += c < 0x800 ? 2 : 3;
            }
        }
        return Math.toIntExact(bytes);
    }

    /** Writes the characters from the index on to the position and returns the position behind them. */
    public static int write(String text, int from, byte[] to, int position) {
        int at = position;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128) {
                at = ascii(c, to, at);
            } else if (c < 0x800) {
                to[at++] = (byte) (0xC0 | (c >> 6));
                to[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                at = threeBytes(c, to, at);
            } else if (isPair(text, i)) {
                at = fourBytes(Character.toCodePoint(c, text.charAt(++i)), to, at);
            } else {
                at = threeBytes('\uFFFD', to, at);
            }
        }
        return at;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static int threeBytes(char c, byte[] to, int position) {
        to[position] = (byte) (0xE0 | (c >> 12));
        to[position + 1] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[position + 2] = (byte) (0x80 | (c & 0x3F));
        return position + 3;
    }

    private static int fourBytes(int point, byte[] to, int position) {
        to[position] = (byte) (0xF0 | (point >> 18));
        to[position + 1] = (byte) (0x80 | ((point >> 12) & 0x3F));
        to[position + 2] = (byte) (0x80 | ((point >> 6) & 0x3F));
        to[position + 3] = (byte) (0x80 | (point & 0x3F));
        return position + 4;
    }

    private static int ascii(char c, byte[] to, int position) {
        byte escape = ESCAPES[c];
        if (escape == 0) {
            to[position] = (byte) c;
            return position + 1;
        }
        to[position] = '\\';
        to[position + 1] = escape;
        if (escape != 'u') {
            return position + 2;
        }
        to[position + 2] = '0';
        to[position + 3] = '0';
        to[position + 4] = HEX[c >> 4];
        to[position + 5] = HEX[c & 0xF];
        return position + 6;
    }
}
