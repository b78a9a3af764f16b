// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operators with two sides, except for {@code ||} and {@code &&}, which take any number of parts. */
public enum Operator {
    EQUAL("==", Level.COMPARISON),
    NOT_EQUAL("!=", Level.COMPARISON),
    LESS("<", Level.COMPARISON),
    LESS_OR_EQUAL("<=", Level.COMPARISON),
    GREATER(">", Level.COMPARISON),
    GREATER_OR_EQUAL(">=", Level.COMPARISON),
    IN("in", Level.COMPARISON),
    STARTS_WITH("starts_with", Level.COMPARISON),
    ENDS_WITH("ends_with", Level.COMPARISON),
    CONTAINS("contains", Level.COMPARISON),
    ADD("+", Level.SUM),
    SUBTRACT("-", Level.SUM),
    MULTIPLY("*", Level.PRODUCT),
    DIVIDE("/", Level.PRODUCT),
    REMAINDER("%", Level.PRODUCT);

    /** The binding strength of operators, loosest first. */
    enum Level {
        COMPARISON,
        SUM,
        PRODUCT
    }

    private static final Map<String, Operator> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toMap(Operator::text, Function.identity()));

    private final String text;
    private final Level level;

    Operator(String text, Level level) {
        this.text = text;
        this.level = level;
    }

    /** Returns the operator as it is written. */
    public String text() {
        return text;
    }

    Level level() {
        return level;
    }

    public boolean comparison() {
        return level == Level.COMPARISON;
    }

    /** Returns the operator of the token, or null. */
    static Operator of(Token token) {
        return token.kind() == Token.Kind.SYMBOL || token.kind() == Token.Kind.IDENTIFIER
                ? BY_TEXT.get(token.text())
                : null;
    }
}
