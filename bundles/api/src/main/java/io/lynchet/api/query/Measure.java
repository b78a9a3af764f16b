// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Field;

/**
 * One measure of an aggregate.
 *
 * @param field null for {@link Kind#COUNT_ROWS} and for nothing else; numeric for SUM and AVG, ordered for MIN and MAX
 */
public record Measure(Kind kind, Field field) {
    /** The kinds of measures. Absent values are left out. Over no value at all, counts are 0 and the others null. */
    public enum Kind {
        /** The number of rows, as Long. */
        COUNT_ROWS,
        /** The number of rows whose field is not null, as Long. */
        COUNT,
        /** The number of different values, as Long. */
        COUNT_DISTINCT,
        /**
         * The sum: Long for an int field, Double for a float field. Fails with {@code NUMBER_OVERFLOW} when the final
         * sum does not fit, or a sum of floats is not finite; intermediate sums never overflow.
         */
        SUM,
        /** The mean of the exact sum, always Double; the same in every store. */
        AVG,
        MIN,
        MAX
    }

    public Measure {
        if ((kind == Kind.COUNT_ROWS) != (field == null)) {
            throw new IllegalArgumentException("every measure but COUNT_ROWS needs a field");
        }
    }
}
