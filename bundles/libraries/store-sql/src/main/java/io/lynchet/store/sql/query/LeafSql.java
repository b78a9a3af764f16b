// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.query;

import io.lynchet.api.JsonText;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.schema.FieldType;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Dialect;
import io.lynchet.store.sql.database.SqlText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The leaves of a filter as SQL. A method returns null where the database can't evaluate the leaf as the filter does.
 */
public final class LeafSql {
    private final Dialect dialect;
    private final SqlText out;

    public LeafSql(Dialect dialect, SqlText out) {
        this.dialect = dialect;
        this.out = out;
    }

    /**
     * A side of a comparison: a column or a constant.
     *
     * @param column null for a constant
     * @param sql the SQL of the column
     * @param value the value of the constant, which may be null
     */
    public record Side(Column column, String sql, Object value) {
        Class<?> valueClass() {
            Class<?> given = column == null
                    ? value.getClass()
                    : column.field().type().kind().valueClass();
            return Number.class.isAssignableFrom(given) ? Number.class : given;
        }

        boolean isNull() {
            return column == null && value == null;
        }

        boolean isText() {
            return valueClass() == String.class;
        }
    }

    public String compare(Side left, Comparison comparison, Side right) {
        if (left.column() == null) {
            return compare(right, flipped(comparison), left);
        }
        boolean negative = comparison == Comparison.NOT_EQUAL;
        boolean equality = negative || comparison == Comparison.EQUAL;
        if (right.isNull()
                || left.valueClass() != right.valueClass()
                || (!equality && left.valueClass() == JsonText.class)) {
            return negative ? FilterSql.TRUE : FilterSql.FALSE;
        }
        if (right.column() != null) {
            return columns(left, comparison, right);
        }
        if (right.value() instanceof Instant at && isBetweenMicros(at)) {
            return between(left.sql(), comparison, at);
        }
        if (isOdd(right.value())) {
            return null;
        }
        if (left.valueClass() == Number.class) {
            return NumberComparisons.compare(left, comparison, (Number) right.value(), out);
        }
        // Null differs from every constant; this operator says so without a negation.
        String operator = negative ? " IS DISTINCT FROM " : symbol(comparison);
        return left.sql() + operator + out.bind(Column.toSql(right.value()));
    }

    // No row holds an instant between two microseconds, so "less" and "less or equal" are the same.
    private String between(String column, Comparison comparison, Instant at) {
        return switch (comparison) {
            case EQUAL -> FilterSql.FALSE;
            case NOT_EQUAL -> FilterSql.TRUE;
            case LESS, LESS_OR_EQUAL -> column + " <= " + out.bind(Column.micros(at));
            case GREATER, GREATER_OR_EQUAL -> column + " > " + out.bind(Column.micros(at));
        };
    }

    private static boolean isBetweenMicros(Instant at) {
        Instant before = at.truncatedTo(ChronoUnit.MICROS);
        return !at.equals(before) && FieldType.DATETIME.accepts(before);
    }

    private String columns(Side left, Comparison comparison, Side right) {
        // An index on a float column would see an integer rounded to a double; the plus prevents its use.
        boolean mixed = left.column().storage() != right.column().storage();
        if (mixed && !dialect.comparesMixedColumnsExactly()) {
            return null;
        }
        String prefix = mixed ? "+" : "";
        return comparison == Comparison.NOT_EQUAL
                ? "((" + prefix + left.sql() + " = " + prefix + right.sql() + ") IS NOT TRUE)"
                : prefix + left.sql() + symbol(comparison) + prefix + right.sql();
    }

    public static String symbol(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }

    private static Comparison flipped(Comparison comparison) {
        return switch (comparison) {
            case LESS -> Comparison.GREATER;
            case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
            default -> comparison;
        };
    }

    public String in(Side operand, List<Object> values) {
        List<Object> kept = new ArrayList<>();
        for (Object value : values) {
            if (operand.valueClass() == new Side(null, null, value).valueClass()) {
                if (value instanceof Instant at && isBetweenMicros(at)) {
                    continue;
                }
                if (isOdd(value)) {
                    return null;
                }
                Object exact =
                        value instanceof Number number ? NumberComparisons.exact(operand.column(), number) : value;
                if (exact != null) {
                    kept.add(exact);
                }
            }
        }
        if (kept.isEmpty()) {
            return FilterSql.FALSE;
        }
        // Lists are filled up to a power of two, so that lists of all lengths share few statements.
        int size = Integer.highestOneBit(kept.size() * 2 - 1);
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < size; i++) {
            list.append(i == 0 ? "" : ", ").append(out.bind(Column.toSql(kept.get(Math.min(i, kept.size() - 1)))));
        }
        return operand.sql() + " IN (" + list + ")";
    }

    public String isTrue(Side operand) {
        return operand.column().field().type().kind() == FieldType.Kind.BOOL ? operand.sql() + " = 1" : FilterSql.FALSE;
    }

    public String text(Side text, TextMatch match, Side pattern) {
        if (text.isNull() || pattern.isNull() || !text.isText() || !pattern.isText()) {
            return FilterSql.FALSE;
        }
        if (text.column() == null || pattern.column() != null) {
            return null;
        }
        String sought = (String) pattern.value();
        if (isOdd(sought) || !dialect.findsInside(sought)) {
            return null;
        }
        if (sought.isEmpty()) {
            return text.sql() + " IS NOT NULL";
        }
        return switch (match) {
            case STARTS_WITH -> startsWith(text.sql(), sought);
            case ENDS_WITH -> dialect.endsWith(text.sql(), out.bind(sought));
            case CONTAINS -> dialect.contains(text.sql(), out.bind(sought));
            case LIKE -> like(text.sql(), sought);
        };
    }

    private String like(String text, String pattern) {
        return pattern.length() > TextMatch.PATTERN_CHARS_MAX
                ? null
                : dialect.like(text, pattern, out.bind("%" + pattern + "%"));
    }

    private String startsWith(String text, String prefix) {
        String from = text + " >= " + out.bind(prefix);
        String end = endOfPrefix(prefix);
        return end == null ? from : "(" + from + " AND " + text + " < " + out.bind(end) + ")";
    }

    /** Returns the least text above all that start with the prefix, or null when there is none. */
    public static String endOfPrefix(String prefix) {
        int[] points = prefix.codePoints().toArray();
        for (int last = points.length - 1; last >= 0; last--) {
            if (points[last] < Character.MAX_CODE_POINT) {
                int next = points[last] + 1;
                points[last] = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
                return new String(points, 0, last + 1);
            }
        }
        return null;
    }

    // Returns whether no row can hold the constant, though a filter can: SQLite would get another value than the filter
    // has.
    private static boolean isOdd(Object value) {
        if (value instanceof String text) {
            return !FieldType.STRING.accepts(text);
        }
        if (value instanceof Instant at) {
            return !FieldType.DATETIME.accepts(at);
        }
        return value instanceof Double real && !FieldType.FLOAT.accepts(real);
    }
}
