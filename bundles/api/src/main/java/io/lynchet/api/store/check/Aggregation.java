// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store.check;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.store.StoreErrors;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The reference computation of aggregates; every store returns the same values. */
public final class Aggregation {
    private static final Comparator<List<Object>> BY_KEYS = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int order = ValueOrder.NULLS_FIRST.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final AggregateQuery query;

    public Aggregation(AggregateQuery query) {
        this.query = query;
    }

    /**
     * Returns the groups of the rows. Fails with {@code LIMIT_EXCEEDED} beyond {@link AggregateQuery#BYTES_MAX}.
     *
     * @param rows the rows that match the filter
     */
    public List<AggregateRow> over(List<Row> rows) {
        Map<List<Object>, List<Row>> groups = new TreeMap<>(BY_KEYS);
        if (query.groups().isEmpty()) {
            groups.put(List.of(), rows);
        } else {
            rows.forEach(row ->
                    groups.computeIfAbsent(keys(row), key -> new ArrayList<>()).add(row));
        }
        GroupCount count = new GroupCount();
        return groups.entrySet().stream()
                .limit(query.limit())
                .map(group -> new AggregateRow(group.getKey(), values(group.getValue())))
                .peek(count::add)
                .toList();
    }

    private List<Object> keys(Row row) {
        List<Object> keys = new ArrayList<>(query.groups().size());
        for (Grouping grouping : query.groups()) {
            Object value = row.get(grouping.field().ordinal());
            keys.add(value == null || grouping.bucket() == null ? value : bucket(grouping.bucket(), (Instant) value));
        }
        return keys;
    }

    static String bucket(Grouping.Bucket bucket, Instant at) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        return switch (bucket) {
            case HOUR ->
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH", Locale.ROOT).format(time);
            case DAY -> DateTimeFormatter.ISO_LOCAL_DATE.format(time);
            case WEEK ->
                String.format(
                        Locale.ROOT,
                        "%04d-W%02d",
                        time.get(IsoFields.WEEK_BASED_YEAR),
                        time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT).format(time);
            case YEAR -> DateTimeFormatter.ofPattern("uuuu", Locale.ROOT).format(time);
        };
    }

    private List<Object> values(List<Row> rows) {
        List<Object> values = new ArrayList<>(query.measures().size());
        for (Measure measure : query.measures()) {
            values.add(value(measure, rows));
        }
        return values;
    }

    private static Object value(Measure measure, List<Row> rows) {
        if (measure.kind() == Measure.Kind.COUNT_ROWS) {
            return (long) rows.size();
        }
        Field field = measure.field();
        List<Object> values = rows.stream()
                .map(row -> row.get(field.ordinal()))
                .filter(Objects::nonNull)
                .toList();
        return switch (measure.kind()) {
            case COUNT_ROWS, COUNT -> (long) values.size();
            case COUNT_DISTINCT -> (long) new HashSet<>(values).size();
            case SUM -> values.isEmpty() ? null : sum(field, values);
            case AVG -> values.isEmpty() ? null : average(field, values);
            case MIN -> values.stream().min(ValueOrder::compare).orElse(null);
            case MAX -> values.stream().max(ValueOrder::compare).orElse(null);
        };
    }

    private static Object sum(Field field, List<Object> values) {
        if (field.type().kind() == FieldType.Kind.FLOAT) {
            return total(field, floats(values));
        }
        BigInteger whole = whole(values);
        if (whole.bitLength() > 63) {
            throw StoreErrors.overflow(field);
        }
        return whole.longValue();
    }

    /** Returns whether the measure is a sum or an average of floats, see {@link FloatSum}. */
    public static boolean sumsFloats(Measure measure) {
        boolean sums = measure.kind() == Measure.Kind.SUM || measure.kind() == Measure.Kind.AVG;
        return sums && measure.field().type().kind() == FieldType.Kind.FLOAT;
    }

    /** Returns the sum as a float. Fails with {@code NUMBER_OVERFLOW} beyond the range of floats. */
    public static Double total(Field field, FloatSum sum) {
        double total = sum.total();
        if (Double.isInfinite(total)) {
            throw StoreErrors.overflow(field);
        }
        return total;
    }

    private static Object average(Field field, List<Object> values) {
        return field.type().kind() == FieldType.Kind.FLOAT
                ? floats(values).mean()
                : FloatSum.mean(whole(values), values.size());
    }

    private static FloatSum floats(List<Object> values) {
        FloatSum sum = new FloatSum();
        values.forEach(value -> sum.add((Double) value));
        return sum;
    }

    private static BigInteger whole(List<Object> values) {
        BigInteger sum = BigInteger.ZERO;
        for (Object value : values) {
            sum = sum.add(BigInteger.valueOf((Long) value));
        }
        return sum;
    }
}
