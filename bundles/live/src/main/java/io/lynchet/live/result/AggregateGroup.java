// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Measure;
import io.lynchet.api.row.Row;
import java.util.ArrayList;
import java.util.List;

/** One group of an aggregate whose values are kept up to date by rows that come and go. */
final class AggregateGroup {
    private final List<Object> keys;
    private final List<Measure> measures;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private final Accumulator rows;
    private AggregateRow row;

    /** Creates a group without rows. */
    AggregateGroup(List<Object> keys, List<Measure> measures) {
        this.keys = keys;
        this.measures = measures;
        for (Measure measure : measures) {
            accumulators.add(new Accumulator(measure.kind(), null, 0));
        }
        rows = new Accumulator(Measure.Kind.COUNT_ROWS, null, 0);
        row = told();
    }

    /**
     * Creates a group from a read.
     *
     * @param read has, behind the value of each measure, the numbers of values they were computed from, and the number
     *     of rows
     */
    AggregateGroup(AggregateRow read, List<Measure> measures) {
        this.keys = read.keys();
        this.measures = measures;
        for (int i = 0; i < measures.size(); i++) {
            Object value = read.values().get(i);
            long count = (Long) read.values().get(measures.size() + i);
            accumulators.add(new Accumulator(measures.get(i).kind(), value, count));
        }
        long rowCount = (Long) read.values().get(2 * measures.size());
        rows = new Accumulator(Measure.Kind.COUNT_ROWS, null, rowCount);
        row = told();
    }

    void add(Row added) {
        rows.add(added);
        for (int i = 0; i < measures.size(); i++) {
            Object value = valueOf(measures.get(i), added);
            if (value != null) {
                accumulators.get(i).add(value);
            }
        }
    }

    /** Removes a row. Returns false when the remaining values can't be determined without a read. */
    boolean remove(Row removed) {
        boolean known = rows.remove(removed);
        for (int i = 0; known && i < measures.size(); i++) {
            Object value = valueOf(measures.get(i), removed);
            known = value == null || accumulators.get(i).remove(value);
        }
        return known;
    }

    private static Object valueOf(Measure measure, Row row) {
        return measure.field() == null ? row : row.get(measure.field().ordinal());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Returns the values as of the last {@link #refresh}. */
    AggregateRow row() {
        return row;
    }

    /**
     * Computes the values that clients see. Returns whether they differ from those before. Fails with
     * {@code NUMBER_OVERFLOW} when a sum is too large.
     */
    boolean refresh() {
        AggregateRow now = told();
        if (now.equals(row)) {
            return false;
        }
        row = now;
        return true;
    }

    private AggregateRow told() {
        return new AggregateRow(
                keys, accumulators.stream().map(Accumulator::value).toList());
    }
}
