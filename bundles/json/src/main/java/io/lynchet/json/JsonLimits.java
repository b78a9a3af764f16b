// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

/**
 * The limits of this package's readers. Beyond them, and for text that is not JSON, they fail with
 * {@code INVALID_JSON}.
 *
 * <p>They also refuse:
 *
 * <ul>
 *   <li>an empty text, and anything but white space behind the value;
 *   <li>a byte order mark, and bytes that are not UTF-8 (also overlong forms and encoded surrogates);
 *   <li>escapes that leave a lone surrogate;
 *   <li>a name that occurs twice in one object;
 *   <li>{@code NaN} and {@code Infinity}, comments, leading zeros.
 * </ul>
 */
public final class JsonLimits {
    /** The depth of nested objects and arrays. */
    public static final int DEPTH_MAX = 64;

    /** The characters of one string. */
    public static final int STRING_CHARS_MAX = 16 * 1024 * 1024;

    /** The characters of one name in an object. */
    public static final int NAME_CHARS_MAX = 1_024;

    /** The characters of one number. */
    public static final int NUMBER_CHARS_MAX = 100;

    /** The bytes of a text that is read into a tree; beyond it, readers fail with {@code PAYLOAD_TOO_LARGE}. */
    public static final int TREE_BYTES_MAX = 4 * 1024 * 1024;

    /**
     * The values in a text that is read into a tree, which takes some 100 bytes for each. Beyond it, readers fail with
     * {@code PAYLOAD_TOO_LARGE}.
     */
    public static final int TREE_VALUES_MAX = 250_000;

    /**
     * The most problems that one error lists. After the last one, reading goes on only to find out whether the text is
     * JSON.
     */
    public static final int PROBLEMS_MAX = 100;

    private JsonLimits() {}

    /** Returns whether the string has no half of a surrogate pair, which no UTF-8 text can hold. */
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
