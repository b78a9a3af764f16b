// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lexer that splits the text of an expression into tokens. */
final class Lexer {
    private static final List<String> SYMBOLS = List.of(
            "||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", ".");

    // Symbols of other languages, with the right ones here.
    private static final Map<String, String> NEAR_MISSES =
            Map.of("=", "equality is '=='", "&", "'and' is '&&'", "|", "'or' is '||'");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** Returns all tokens, the last one of kind END. */
    static List<Token> scan(String text) throws SyntaxException {
        Lexer lexer = new Lexer(text);
        while (lexer.skipSpace()) {
            lexer.next();
        }
        lexer.add(Token.Kind.END, text.length(), null);
        return lexer.tokens;
    }

    private boolean skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length();
    }

    private void next() throws SyntaxException {
        char c = text.charAt(at);
        if (isLetter(c)) {
            int start = at;
            while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
                at++;
            }
            add(Token.Kind.IDENTIFIER, start, null);
        } else if (isDigit(c)) {
            number();
        } else if (c == '"' || c == '\'') {
            string(c);
        } else {
            symbol();
        }
    }

    private void symbol() throws SyntaxException {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                int start = at;
                at += symbol.length();
                add(Token.Kind.SYMBOL, start, null);
                return;
            }
        }
        int codePoint = text.codePointAt(at);
        String shown = Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE
                ? String.format("U+%04X", codePoint)
                : Character.toString(codePoint);
        throw SyntaxException.at(at, "unexpected character '" + shown + "'", NEAR_MISSES.get(shown));
    }

    private void number() throws SyntaxException {
        int start = at;
        digits();
        boolean whole = true;
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            whole = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int exponent = at + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            if (exponent < text.length() && isDigit(text.charAt(exponent))) {
                whole = false;
                at = exponent;
                digits();
            }
        }
        if (at < text.length() && isLetter(text.charAt(at))) {
            throw SyntaxException.at(at, "expected an operator after a number, found '" + text.charAt(at) + "'", null);
        }
        add(Token.Kind.NUMBER, start, whole ? wholeNumber(start) : (Object) fraction(start));
    }

    private Double fraction(int start) throws SyntaxException {
        double value = Double.parseDouble(text.substring(start, at));
        if (Double.isInfinite(value)) {
            throw SyntaxException.at(start, "the number is too large for a float", null);
        }
        return value;
    }

    // Null for 2^63 and above: only the parser knows whether a minus in front makes it fit.
    private Long wholeNumber(int start) {
        try {
            return Long.parseLong(text, start, at, 10);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void string(char quote) throws SyntaxException {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            value.append(c == '\\' ? escape() : c);
            at++;
        }
        if (at >= text.length()) {
            throw SyntaxException.at(start, "the string that starts here has no closing " + quote, null);
        }
        at++;
        add(Token.Kind.STRING, start, value.toString());
    }

    private char escape() throws SyntaxException {
        at++;
        char c = at < text.length() ? text.charAt(at) : ' ';
        int index = "\\\"'nrt0".indexOf(c);
        if (index < 0) {
            throw SyntaxException.at(
                    at - 1, "unknown escape in a string; there are \\\\ \\\" \\' \\n \\r \\t and \\0", null);
        }
        return "\\\"'\n\r\t\0".charAt(index);
    }

    private void add(Token.Kind kind, int start, Object value) {
        tokens.add(new Token(kind, text.substring(start, at), value, new Span(start, at)));
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
