// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A recursive-descent parser over the tokens of one expression. From the loosest: {@code ||}, {@code &&}, comparisons
 * (which can't be chained), {@code + -}, {@code * / %}, then {@code !} and the minus sign.
 *
 * <p>The depth of the tree is bounded, so later walks may recurse. {@code ||} and {@code &&} take any number of parts
 * on one level.
 */
public final class Parser {
    public static final int DEPTH_MAX = 64;
    public static final int CHARS_MAX = 16_384;

    /**
     * The most operators of {@code + - * / %} in one expression: each makes the tree one node deeper on its left side.
     */
    public static final int CALCULATIONS_MAX = 256;

    private static final Map<String, String> NEAR_MISSES = Map.of(
            "and", "'and' is '&&'", "or", "'or' is '||'", "not", "'not' is '!'", "includes", "write 'x' in [...]");

    private final List<Token> tokens;
    private int at;
    private int depth;
    private int calculations;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Returns the tree of the whole text. */
    public static SyntaxNode parse(String text) throws SyntaxException {
        if (text.length() > CHARS_MAX) {
            throw new SyntaxException(Finding.error(
                    "POLICY_TOO_LONG",
                    "the expression has " + text.length() + " characters, at most " + CHARS_MAX + " are allowed",
                    0,
                    "split it into several policies"));
        }
        Parser parser = new Parser(Lexer.scan(text));
        SyntaxNode node = parser.junction(false);
        Token rest = parser.peek();
        if (rest.kind() != Token.Kind.END) {
            throw parser.unexpected("an operator or the end of the expression");
        }
        return node;
    }

    private SyntaxNode junction(boolean every) throws SyntaxException {
        String symbol = every ? "&&" : "||";
        SyntaxNode first = every ? comparison() : junction(true);
        if (!peek().symbol(symbol)) {
            return first;
        }
        List<SyntaxNode> parts = new ArrayList<>();
        parts.add(first);
        while (skip(symbol)) {
            parts.add(every ? comparison() : junction(true));
        }
        return new SyntaxNode.Junction(every, parts);
    }

    private SyntaxNode comparison() throws SyntaxException {
        SyntaxNode left = calculation(Operator.Level.SUM);
        Operator operator = Operator.of(peek());
        if (operator == null || !operator.comparison()) {
            return left;
        }
        at++;
        SyntaxNode right = calculation(Operator.Level.SUM);
        Operator second = Operator.of(peek());
        if (second != null && second.comparison()) {
            throw SyntaxException.at(
                    peek().start(),
                    "comparisons can't be chained, found a second '" + second.text() + "'",
                    "use && between them, or parentheses");
        }
        return new SyntaxNode.Binary(operator, left, right);
    }

    private SyntaxNode calculation(Operator.Level level) throws SyntaxException {
        SyntaxNode left = level == Operator.Level.SUM ? calculation(Operator.Level.PRODUCT) : prefix();
        for (Operator operator = Operator.of(peek());
                operator != null && operator.level() == level;
                operator = Operator.of(peek())) {
            countCalculation();
            at++;
            SyntaxNode right = level == Operator.Level.SUM ? calculation(Operator.Level.PRODUCT) : prefix();
            left = new SyntaxNode.Binary(operator, left, right);
        }
        return left;
    }

    private SyntaxNode prefix() throws SyntaxException {
        Token token = peek();
        if (token.symbol("!")) {
            return nested(() -> {
                at++;
                SyntaxNode operand = prefix();
                return new SyntaxNode.Not(operand, token.span().to(operand.span()));
            });
        }
        if (token.symbol("-")) {
            return nested(() -> {
                at++;
                if (peek().kind() == Token.Kind.NUMBER) {
                    return number(token);
                }
                SyntaxNode operand = prefix();
                return new SyntaxNode.Negative(operand, token.span().to(operand.span()));
            });
        }
        return primary();
    }

    private SyntaxNode primary() throws SyntaxException {
        Token token = peek();
        if (token.kind() == Token.Kind.STRING) {
            at++;
            return new SyntaxNode.Literal(token.value(), token.span());
        }
        if (token.kind() == Token.Kind.NUMBER) {
            return number(null);
        }
        if (token.kind() == Token.Kind.IDENTIFIER) {
            return word();
        }
        if (token.symbol("(")) {
            return nested(() -> {
                at++;
                SyntaxNode inner = junction(false);
                expect(")", "an operator or ')'");
                return inner;
            });
        }
        if (token.symbol("[")) {
            return nested(() -> {
                at++;
                List<SyntaxNode> items = list("]");
                return new SyntaxNode.Items(items, token.span().to(previous().span()));
            });
        }
        throw unexpected("a value, '!' or '('");
    }

    private SyntaxNode number(Token minus) throws SyntaxException {
        Token token = tokens.get(at++);
        Span span = minus == null ? token.span() : minus.span().to(token.span());
        if (token.value() instanceof Long whole) {
            return new SyntaxNode.Literal(minus == null ? whole : Long.valueOf(-whole), span);
        }
        if (token.value() instanceof Double fraction) {
            // Adding 0.0 turns a negative zero into zero, as rows hold it.
            return new SyntaxNode.Literal(minus == null ? fraction : Double.valueOf(-fraction + 0.0), span);
        }
        try {
            return new SyntaxNode.Literal(Long.valueOf((minus == null ? "" : "-") + token.text()), span);
        } catch (NumberFormatException e) {
            throw SyntaxException.at(
                    span.start(), "the number does not fit into a 64-bit integer", "write it as a float: 1e19");
        }
    }

    private SyntaxNode word() throws SyntaxException {
        Token token = peek();
        Token next = tokens.get(at + 1);
        if (next.symbol(".")) {
            return name();
        }
        return switch (token.text()) {
            case "true", "false" -> constant(Boolean.valueOf(token.text()));
            case "null" -> constant(null);
            case "in", "starts_with", "ends_with", "contains", "where" ->
                throw unexpected("a value before '" + token.text() + "'");
            case "exists" -> next.symbol("(") ? nested(this::exists) : name();
            default -> name();
        };
    }

    private SyntaxNode constant(Boolean value) {
        return new SyntaxNode.Literal(value, tokens.get(at++).span());
    }

    private SyntaxNode name() throws SyntaxException {
        SyntaxNode.Path path = path();
        if (!peek().symbol("(")) {
            return path;
        }
        return nested(() -> {
            at++;
            List<SyntaxNode> arguments = list(")");
            return new SyntaxNode.Call(
                    path, arguments, path.span().to(previous().span()));
        });
    }

    private SyntaxNode.Path path() throws SyntaxException {
        List<SyntaxNode.Part> parts = new ArrayList<>();
        parts.add(part("a name"));
        while (skip(".")) {
            parts.add(part("a name after '.'"));
        }
        Span span = parts.get(0).span().to(parts.get(parts.size() - 1).span());
        return new SyntaxNode.Path(parts, span);
    }

    private SyntaxNode exists() throws SyntaxException {
        Token start = tokens.get(at);
        at += 2;
        SyntaxNode.Part entity = part("the name of an entity");
        if (!peek().word("where")) {
            throw unexpected("'where' and a condition");
        }
        at++;
        SyntaxNode condition = junction(false);
        expect(")", "an operator or ')'");
        return new SyntaxNode.Exists(
                entity, condition, start.span().to(previous().span()));
    }

    private SyntaxNode.Part part(String expected) throws SyntaxException {
        Token token = peek();
        if (token.kind() != Token.Kind.IDENTIFIER) {
            throw unexpected(expected);
        }
        at++;
        return new SyntaxNode.Part(token.text(), token.span());
    }

    private List<SyntaxNode> list(String close) throws SyntaxException {
        List<SyntaxNode> items = new ArrayList<>();
        if (skip(close)) {
            return items;
        }
        do {
            items.add(junction(false));
        } while (skip(","));
        expect(close, "',' or '" + close + "'");
        return items;
    }

    @FunctionalInterface
    private interface Production {
        SyntaxNode parse() throws SyntaxException;
    }

    private SyntaxNode nested(Production production) throws SyntaxException {
        requireDepth(++depth);
        SyntaxNode node = production.parse();
        depth--;
        return node;
    }

    private void requireDepth(int wanted) throws SyntaxException {
        if (wanted > DEPTH_MAX) {
            throw new SyntaxException(Finding.error(
                    "POLICY_TOO_DEEP",
                    "the expression is nested more than " + DEPTH_MAX + " levels deep",
                    peek().start(),
                    "split it into several policies"));
        }
    }

    private void countCalculation() throws SyntaxException {
        if (++calculations > CALCULATIONS_MAX) {
            throw new SyntaxException(Finding.error(
                    "POLICY_TOO_LONG",
                    "the expression has more than " + CALCULATIONS_MAX + " arithmetic operators",
                    peek().start(),
                    "move the calculation into a policy function"));
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token previous() {
        return tokens.get(at - 1);
    }

    private boolean skip(String symbol) {
        if (!peek().symbol(symbol)) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(String symbol, String expected) throws SyntaxException {
        if (!skip(symbol)) {
            throw unexpected(expected);
        }
    }

    private SyntaxException unexpected(String expected) {
        Token found = peek();
        String hint = NEAR_MISSES.get(found.text());
        if (hint == null && at > 0 && previous().word("not")) {
            hint = NEAR_MISSES.get("not");
        }
        return SyntaxException.at(found.start(), "expected " + expected + ", found " + found.shown(), hint);
    }
}
