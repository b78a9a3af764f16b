// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

/**
 * The comparisons of two values. All are false when one side is absent, except {@link #NOT_EQUAL}, which is the
 * negation of equal.
 */
public enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /** Returns whether the comparison holds; see {@link ValueOrder} for the order of values. */
    public boolean holds(Object left, Object right) {
        if (left == null || right == null) {
            return this == NOT_EQUAL;
        }
        if (this == EQUAL || this == NOT_EQUAL) {
            return ValueOrder.same(left, right) == (this == EQUAL);
        }
        if (!ValueOrder.comparable(left, right)) {
            return false;
        }
        int order = ValueOrder.compare(left, right);
        return switch (this) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }
}
