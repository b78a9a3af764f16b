// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

/**
 * A range of an expression's text.
 *
 * @param start offset of the first character
 * @param end offset after the last character
 */
public record Span(int start, int end) {
    /** Returns the range from the start of this one to the end of the other. */
    public Span to(Span other) {
        return new Span(start, other.end);
    }

    public String of(String text) {
        return text.substring(start, Math.min(end, text.length()));
    }
}
