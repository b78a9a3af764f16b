// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.schema.FieldType;
import java.math.BigInteger;

/** One value of one group of an aggregate, kept up to date by rows that come and go. */
final class Accumulator {
    private final Measure.Kind kind;
    private long count;
    private BigInteger sum = BigInteger.ZERO;
    private Object extreme;

    /**
     * Creates an accumulator.
     *
     * @param value the value that the store computed
     * @param count the number of values it was computed from
     */
    Accumulator(Measure.Kind kind, Object value, long count) {
        this.kind = kind;
        this.count = count;
        if (kind == Measure.Kind.SUM && value != null) {
            sum = BigInteger.valueOf((Long) value);
        } else if (kind == Measure.Kind.MIN || kind == Measure.Kind.MAX) {
            extreme = value;
        }
    }

    /** Tells whether changes alone keep this measure up to date; other measures are read again. */
    static boolean keeps(Measure measure) {
        return switch (measure.kind()) {
            case COUNT_ROWS, COUNT, MIN, MAX -> true;
            case SUM -> measure.field().type().kind() == FieldType.Kind.INT;
            case COUNT_DISTINCT, AVG -> false;
        };
    }

    /**
     * Adds a value.
     *
     * @param value not null; anything for counted rows
     */
    void add(Object value) {
        count++;
        if (kind == Measure.Kind.SUM) {
            sum = sum.add(BigInteger.valueOf((Long) value));
        } else if (isExtreme() && (extreme == null || beats(value, extreme))) {
            extreme = value;
        }
    }

    /** Removes a value. Returns false when the remaining value can't be determined without a read. */
    boolean remove(Object value) {
        count--;
        if (kind == Measure.Kind.SUM) {
            sum = sum.subtract(BigInteger.valueOf((Long) value));
        } else if (isExtreme() && !beats(extreme, value)) {
            return false;
        }
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    private boolean isExtreme() {
        return kind == Measure.Kind.MIN || kind == Measure.Kind.MAX;
    }

    private boolean beats(Object value, Object other) {
        int order = ValueOrder.compare(value, other);
        return kind == Measure.Kind.MIN ? order < 0 : order > 0;
    }

    Object value() {
        return switch (kind) {
            case COUNT_ROWS, COUNT -> count;
            case SUM -> count == 0 ? null : whole();
            default -> extreme;
        };
    }

    private Long whole() {
        if (sum.bitLength() > 63) {
            throw new LynchetException(ErrorCode.NUMBER_OVERFLOW, ErrorCode.NUMBER_OVERFLOW.meaning());
        }
        return sum.longValue();
    }
}
