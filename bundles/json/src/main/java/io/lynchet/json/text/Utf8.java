// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.text;

/** The check that bytes are UTF-8. Jackson decodes overlong forms and encoded surrogates without an error. */
public final class Utf8 {
    /** The bytes are well-formed. */
    public static final int CLEAN = 0;

    /** The bytes are well-formed and escape a surrogate, so decoded strings must be checked. */
    public static final int WITH_ESCAPED_SURROGATES = 1;

    private Utf8() {}

    /** Returns {@link #CLEAN}, {@link #WITH_ESCAPED_SURROGATES}, or {@code -(offset of the first bad byte) - 1}. */
    public static int check(byte[] bytes) {
        int found = CLEAN;
        int i = 0;
        while (i < bytes.length) {
            byte b = bytes[i];
            if (b >= 0) {
                if (b == '\\' && i + 2 < bytes.length && bytes[i + 1] == 'u' && (bytes[i + 2] | 0x20) == 'd') {
                    found = WITH_ESCAPED_SURROGATES;
                }
                i++;
                continue;
            }
            int length = sequenceLength(bytes, i);
            if (length == 0) {
                return -i - 1;
            }
            i += length;
        }
        return found;
    }

    // The table of well-formed sequences of the Unicode standard (3-7); 0 for everything else.
    private static int sequenceLength(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int second = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
        if (first >= 0xC2 && first <= 0xDF) {
            return continues(second) ? 2 : 0;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            boolean good = continues(second) && !(first == 0xE0 && second < 0xA0) && !(first == 0xED && second > 0x9F);
            return good && continuesAt(bytes, at + 2) ? 3 : 0;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            boolean good = continues(second) && !(first == 0xF0 && second < 0x90) && !(first == 0xF4 && second > 0x8F);
            return good && continuesAt(bytes, at + 2) && continuesAt(bytes, at + 3) ? 4 : 0;
        }
        return 0;
    }

    private static boolean continuesAt(byte[] bytes, int at) {
        return at < bytes.length && continues(bytes[at] & 0xFF);
    }

    private static boolean continues(int unsigned) {
        return (unsigned & 0xC0) == 0x80;
    }
}
