// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

/**
 * The encoding of texts for PostgreSQL, whose texts can't hold a zero character. Zero is written as U+0001 U+0002, and
 * U+0001 itself as U+0001 U+0003. That keeps the order of texts and their prefixes; all other characters stay as they
 * are.
 */
final class ZeroText {
    private static final char MARK = '\u0001';
    private static final char ZERO = '\u0002';
    private static final char ITSELF = '\u0003';

    private ZeroText() {}

    static String encode(String text) {
        if (text.indexOf('\0') < 0 && text.indexOf(MARK) < 0) {
            return text;
        }
        StringBuilder to = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0' || c == MARK) {
                to.append(MARK).append(c == MARK ? ITSELF : ZERO);
            } else {
                to.append(c);
            }
        }
        return to.toString();
    }

    static String decode(String stored) {
        if (stored.indexOf(MARK) < 0) {
            return stored;
        }
        StringBuilder to = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            if (c == MARK && i + 1 < stored.length()) {
                i++;
                to.append(stored.charAt(i) == ITSELF ? MARK : '\0');
            } else {
                to.append(c);
            }
        }
        return to.toString();
    }

    /**
     * Returns whether a text can be searched for as it is: it neither holds encoded characters, nor begins in the
     * middle of one.
     */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ITSELF) {
                return false;
            }
        }
        return true;
    }
}
