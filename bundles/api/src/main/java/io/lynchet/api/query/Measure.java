// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Field;

/**
 * One figure of an aggregate.
 *
 * @param field null for {@link Kind#COUNT_ROWS} and for nothing else; numeric for SUM and AVG, ordered for MIN and MAX
 */
public record Measure(Kind kind, Field field) {
    /** What is measured. Absent values are left out; over no value at all counts are 0 and the others null. */
    public enum Kind {
        /** Rows, as Long. */
        COUNT_ROWS,
        /** Rows whose field is not null, as Long. */
        COUNT,
        /** Different values, as Long. */
        COUNT_DISTINCT,
        /**
         * Long for an int field, Double for a float field. {@code NUMBER_OVERFLOW} when the sum, not a step on the way to it, does not fit,
         * and when a sum of floats is not finite.
         */
        SUM,
        /** Always Double. Stores may differ in the last digits. */
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
