// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

/** The tests of a text against another text. All are false when one side is absent. */
public enum TextMatch {
    STARTS_WITH,
    ENDS_WITH,
    /** Literal and case-sensitive. */
    CONTAINS,
    /**
     * The pattern occurs anywhere in the text; {@code %} stands for any run of characters, {@code _} for one code point; ASCII letters match
     * in both cases, all other characters only themselves. Patterns have at most {@link #PATTERN_CHARS_MAX} characters.
     */
    LIKE;

    public static final int PATTERN_CHARS_MAX = 1_000;

    public boolean holds(Object text, Object pattern) {
        if (!(text instanceof String t) || !(pattern instanceof String p)) {
            return false;
        }
        return switch (this) {
            case STARTS_WITH -> t.startsWith(p);
            case ENDS_WITH -> t.endsWith(p);
            case CONTAINS -> t.contains(p);
            case LIKE ->
                like(
                        t.codePoints().map(TextMatch::fold).toArray(),
                        ("%" + p + "%").codePoints().map(TextMatch::fold).toArray());
        };
    }

    private static int fold(int codePoint) {
        return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint;
    }

    // The greedy two-pointer matcher for patterns with one kind of star: on a mismatch, let the last star take one more
    // character.
    private static boolean like(int[] text, int[] pattern) {
        int t = 0;
        int p = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '%') {
                star = p++;
                starText = t;
            } else if (p < pattern.length && (pattern[p] == '_' || pattern[p] == text[t])) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '%') {
            p++;
        }
        return p == pattern.length;
    }
}
