// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;

/**
 * The order of row values:
 *
 * <ul>
 *   <li>numbers by exact mathematical value, also an integer against a float;
 *   <li>strings by Unicode code point, the order of their UTF-8 bytes;
 *   <li>false before true;
 *   <li>instants in time;
 *   <li>absent values first in an ascending sort.
 * </ul>
 */
public final class ValueOrder {
    /** The ascending order with nulls first, for values of one field. */
    public static final Comparator<Object> NULLS_FIRST = Comparator.nullsFirst(ValueOrder::compare);

    private ValueOrder() {}

    /** Returns whether two values are equal; values of different kinds are not, except for numbers. */
    public static boolean same(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return compareNumbers(a, b) == 0;
        }
        return left.equals(right);
    }

    /** Returns whether the two values have an order. */
    public static boolean comparable(Object left, Object right) {
        return (left instanceof Number && right instanceof Number)
                || (left.getClass() == right.getClass() && left instanceof Comparable<?>);
    }

    /** Compares two comparable, non-null values; fails with an {@link IllegalArgumentException} for others. */
    public static int compare(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return compareNumbers(a, b);
        }
        if (left instanceof String a && right instanceof String b) {
            return compareCodePoints(a, b);
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return Boolean.compare(a, b);
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return a.compareTo(b);
        }
        throw new IllegalArgumentException("no order between " + left.getClass() + " and " + right.getClass());
    }

    private static int compareNumbers(Number left, Number right) {
        if (left instanceof Long a && right instanceof Long b) {
            return Long.compare(a, b);
        }
        if (left instanceof Double a && right instanceof Double b) {
            return Double.compare(a, b);
        }
        return exact(left).compareTo(exact(right));
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal(number.doubleValue());
    }

    private static int compareCodePoints(String left, String right) {
        int end = Math.min(left.length(), right.length());
        for (int i = 0; i < end; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // A surrogate stands for a code point above the basic plane, but sorts below U+E000 as a char.
                boolean highA = Character.isSurrogate(a);
                boolean highB = Character.isSurrogate(b);
                return highA == highB ? Character.compare(a, b) : highA ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
