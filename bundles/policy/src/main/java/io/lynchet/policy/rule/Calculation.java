// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.policy.syntax.Operator;

/** The arithmetic operators. A result that is undefined or can't be represented is absent. */
final class Calculation {
    private Calculation() {}

    static Object apply(Operator operator, Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            return operator == Operator.ADD ? a + b : null;
        }
        if (!(left instanceof Number a) || !(right instanceof Number b)) {
            return null;
        }
        if (operator != Operator.DIVIDE && a instanceof Long x && b instanceof Long y) {
            return whole(operator, x, y);
        }
        return fraction(operator, a.doubleValue(), b.doubleValue());
    }

    private static Long whole(Operator operator, long a, long b) {
        try {
            return switch (operator) {
                case ADD -> Math.addExact(a, b);
                case SUBTRACT -> Math.subtractExact(a, b);
                case MULTIPLY -> Math.multiplyExact(a, b);
                default -> a % b;
            };
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static Double fraction(Operator operator, double a, double b) {
        double result = switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            default -> Double.NaN;
        };
        return Double.isFinite(result) ? Double.valueOf(result + 0.0) : null;
    }
}
