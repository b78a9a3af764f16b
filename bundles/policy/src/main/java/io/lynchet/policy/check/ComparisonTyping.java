// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.DidYouMean;
import io.lynchet.policy.syntax.Operator;
import io.lynchet.policy.syntax.Span;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** The rules for comparing values, which also convert literals to the type of the other side. */
final class ComparisonTyping {
    private final FindingCollector findings;

    ComparisonTyping(FindingCollector findings) {
        this.findings = findings;
    }

    Condition compare(Operator operator, Term left, Term right, Span span) {
        Comparison comparison = comparison(operator);
        boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
        if (left.type().is(Type.Shape.NULL) || right.type().is(Type.Shape.NULL)) {
            if (!equality) {
                findings.type(span, "nothing is smaller or larger than null", "test for null with == or !=");
            }
            Term term = left.type().is(Type.Shape.NULL) ? right : left;
            Condition isNull = new Condition.IsNull(term, span);
            return comparison == Comparison.EQUAL ? isNull : new Condition.Not(isNull, span);
        }
        if (!equality && (left.type().is(Type.Shape.BOOL) || right.type().is(Type.Shape.BOOL))) {
            findings.type(span, "booleans have no order, found '" + operator.text() + "'", null);
        }
        Term first = fit(left, right);
        Term second = fit(right, left);
        requireComparable(first, second, span);
        if (equality) {
            requireValue(first, second);
            requireValue(second, first);
        }
        return new Condition.Compare(first, comparison, second, span);
    }

    /** Returns an item of the list that the term is looked for in. */
    Term item(Term term, Term item) {
        if (item.type().is(Type.Shape.NULL)) {
            findings.type(item.span(), "null is in no list", "test for null with == null");
            return item;
        }
        Term fitted = fit(item, term);
        requireComparable(term, fitted, item.span());
        requireValue(fitted, term);
        return fitted;
    }

    private static Comparison comparison(Operator operator) {
        return switch (operator) {
            case EQUAL -> Comparison.EQUAL;
            case NOT_EQUAL -> Comparison.NOT_EQUAL;
            case LESS -> Comparison.LESS;
            case LESS_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
            case GREATER -> Comparison.GREATER;
            case GREATER_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            default -> throw new IllegalArgumentException(operator.text());
        };
    }

    // A string literal beside a datetime means an instant.
    private Term fit(Term term, Term other) {
        if (!other.type().is(Type.Shape.DATETIME)
                || !(term instanceof Term.Constant constant)
                || !(constant.value() instanceof String text)) {
            return term.expecting(other.type().shape());
        }
        Instant instant = instant(text);
        if (instant == null) {
            return findings.broken(
                    "POLICY_TYPE",
                    term.span(),
                    "expected an instant, found a string that is none",
                    "write it like '2026-01-31T12:00:00Z'");
        }
        return new Term.Constant(instant, Type.DATETIME, term.span());
    }

    private static Instant instant(String text) {
        try {
            // Not truncated: it is compared, and need not be a value that a row can hold.
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return FieldType.DATETIME.accepts(instant.truncatedTo(ChronoUnit.MICROS)) ? instant : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void requireComparable(Term left, Term right, Span span) {
        Type a = left.type();
        Type b = right.type();
        if (a.is(Type.Shape.JSON) || b.is(Type.Shape.JSON)) {
            findings.type(span, "a value of type json can be tested for null only", null);
            return;
        }
        boolean fits =
                a.shape() == b.shape() || a.is(Type.Shape.ANY) || b.is(Type.Shape.ANY) || (a.numeric() && b.numeric());
        if (!fits) {
            findings.type(
                    span,
                    "a value " + a.shown() + " can't be compared with one " + b.shown(),
                    literalHint(left, right));
        }
    }

    private static String literalHint(Term left, Term right) {
        boolean numberAsText = (left.type().is(Type.Shape.TEXT) && right.type().numeric())
                || (left.type().numeric() && right.type().is(Type.Shape.TEXT));
        boolean literal = left instanceof Term.Constant || right instanceof Term.Constant;
        return numberAsText && literal ? "numbers are written without quotes, text with them" : null;
    }

    private void requireValue(Term literal, Term other) {
        if (literal instanceof Term.Constant constant
                && constant.value() instanceof String text
                && !other.type().values().isEmpty()
                && !other.type().values().contains(text)) {
            String hint = DidYouMean.nearest(text, other.type().values())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("the values are " + String.join(", ", other.type().values()));
            findings.type(literal.span(), "the enum has no value '" + clipped(text) + "'", hint);
        }
    }

    private static String clipped(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
