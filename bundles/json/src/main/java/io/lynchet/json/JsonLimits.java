// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

/**
 * What every reader of this package refuses with {@code INVALID_JSON}, beside text that is not JSON.
 *
 * <p>Also refused: an empty text, anything but white space behind the value, a byte order mark, bytes that are not UTF-8 (also overlong
 * forms and encoded surrogates), escapes that leave a lone surrogate, a name that occurs twice in one object, {@code NaN} and
 * {@code Infinity}, comments, leading zeros.
 */
public final class JsonLimits {
    /** Objects and arrays inside each other. */
    public static final int DEPTH_MAX = 64;

    /** Characters of one string. */
    public static final int STRING_CHARS_MAX = 16 * 1024 * 1024;

    /** Characters of one name in an object. */
    public static final int NAME_CHARS_MAX = 1_024;

    /** Characters of one number. */
    public static final int NUMBER_CHARS_MAX = 100;

    /** Bytes of a text that is read into a tree; {@code PAYLOAD_TOO_LARGE} beyond. */
    public static final int TREE_BYTES_MAX = 4 * 1024 * 1024;

    /** Values in a text that is read into a tree, which takes some 100 bytes for each; {@code PAYLOAD_TOO_LARGE} beyond. */
    public static final int TREE_VALUES_MAX = 250_000;

    /** Most problems that one error lists; reading goes on after the last of them only to find out whether the text is JSON. */
    public static final int PROBLEMS_MAX = 100;

    private JsonLimits() {}

    /** Whether the string has no half of a surrogate pair, which no UTF-8 text can carry. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
