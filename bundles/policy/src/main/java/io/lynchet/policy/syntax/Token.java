// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

/**
 * A token of an expression.
 *
 * @param text as written; empty at the end
 * @param value of a literal: String, Long or Double; null for an integer that does not fit, and for all other kinds
 */
record Token(Kind kind, String text, Object value, Span span) {
    enum Kind {
        IDENTIFIER,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    boolean symbol(String wanted) {
        return kind == Kind.SYMBOL && text.equals(wanted);
    }

    boolean word(String wanted) {
        return kind == Kind.IDENTIFIER && text.equals(wanted);
    }

    int start() {
        return span.start();
    }

    /** Returns the name in messages. */
    String shown() {
        return switch (kind) {
            case END -> "the end of the expression";
            case STRING -> "a string";
            case NUMBER -> "the number " + clipped();
            case IDENTIFIER, SYMBOL -> "'" + clipped() + "'";
        };
    }

    private String clipped() {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
