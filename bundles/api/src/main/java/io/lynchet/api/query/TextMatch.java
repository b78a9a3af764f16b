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
     * The pattern occurs anywhere in the text. {@code %} stands for any run of characters, {@code _} for one code
     * point. ASCII letters match in both cases, all other characters only themselves. Takes time by the length of the
     * text, whatever the pattern. Patterns have at most {@link #PATTERN_CHARS_MAX} characters.
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
            case LIKE -> LikePattern.of(p).occursIn(t);
        };
    }
}
