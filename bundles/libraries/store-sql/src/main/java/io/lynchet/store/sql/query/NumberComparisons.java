// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.query;

import io.lynchet.api.query.Comparison;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.SqlText;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Comparisons of number columns with constants of the other kind. SQLite converts the constant to the column's kind
 * when it uses an index, which would round; so this class converts it exactly.
 */
public final class NumberComparisons {
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private NumberComparisons() {}

    /** Returns the constant as a value of the column's kind, or null when no value of that kind is equal. */
    public static Object exact(Column column, Number constant) {
        if (column.storage() == Column.Storage.INTEGER) {
            if (constant instanceof Long) {
                return constant;
            }
            BigDecimal value = new BigDecimal(constant.doubleValue());
            return value.compareTo(LONG_MIN) >= 0
                            && value.compareTo(LONG_MAX) <= 0
                            && value.stripTrailingZeros().scale() <= 0
                    ? (Object) value.longValueExact()
                    : null;
        }
        double real = constant.doubleValue();
        return constant instanceof Double
                        || new BigDecimal(real).compareTo(BigDecimal.valueOf(constant.longValue())) == 0
                ? (Object) real
                : null;
    }

    public static String compare(LeafSql.Side column, Comparison comparison, Number constant, SqlText out) {
        Object exact = exact(column.column(), constant);
        if (comparison == Comparison.NOT_EQUAL) {
            return exact == null ? FilterSql.TRUE : column.sql() + " IS DISTINCT FROM " + out.bind(exact);
        }
        if (exact != null) {
            return column.sql() + LeafSql.symbol(comparison) + out.bind(exact);
        }
        if (comparison == Comparison.EQUAL) {
            return FilterSql.FALSE;
        }
        // No value of the column's kind equals the constant, so "less" and "less or equal" are the same.
        boolean below = comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL;
        return column.column().storage() == Column.Storage.INTEGER
                ? wholeColumn(column.sql(), below, constant.doubleValue(), out)
                : realColumn(column.sql(), below, constant.longValue(), out);
    }

    private static String wholeColumn(String sql, boolean below, double constant, SqlText out) {
        BigDecimal floor = new BigDecimal(constant).setScale(0, RoundingMode.FLOOR);
        if (floor.compareTo(LONG_MIN) < 0 || floor.compareTo(LONG_MAX) > 0) {
            return below == constant > 0 ? sql + " IS NOT NULL" : FilterSql.FALSE;
        }
        return sql + (below ? " <= " : " > ") + out.bind(floor.longValueExact());
    }

    private static String realColumn(String sql, boolean below, long constant, SqlText out) {
        double nearest = constant;
        boolean nearestIsBelow = new BigDecimal(nearest).compareTo(BigDecimal.valueOf(constant)) < 0;
        String operator = below ? (nearestIsBelow ? " <= " : " < ") : (nearestIsBelow ? " > " : " >= ");
        return sql + operator + out.bind(nearest);
    }
}
